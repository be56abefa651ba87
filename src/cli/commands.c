/* The one table of commands: names, words, help, options. man/ says the same at length, and a test compares them. */
#include "cli/cli.h"

#define DIR_OPTION                                                                                       \
	{                                                                                                    \
		"dir", "D", "the record's folder (else the variable COMITY_DIR, else the current folder)", false \
	}
#define GAP_OPTION                                                                                                    \
	{                                                                                                                 \
		"after-gap", NULL, "go on although the newest entry is more than 400 days old: until an entry is made", false \
	}

const struct command command_table[] = {
	{"init",
     "CHARTER --dir D --origin O (--first PARTY=FILE… | --make-keys)",
     "found an organisation's record",
     "Reads the charter, makes the folder D with the registrar's key, and enters the founding act: the charter's\n"
     "text, the registrar's key and each party's first key. The origin is the record's name for ever; it is like a\n"
     "web address without scheme. A first key is provisional until its holder has countersigned it.\n"
     "\n"
     "Each party makes its key at home and hands over the public half; the registrar founds:\n"
     "    comity key new --origin alder.example/record --person ash-1 --out ash.key\n"
     "    comity init club.charter --dir alder --first ash=ash.key.vkey --first elm=elm.key.vkey\n"
     "To try things out, with every party's key made in try/keys:\n"
     "    comity init club.charter --dir try --origin alder.example/record --make-keys\n",
     run_init,
     1,
     1,
     {{"dir", "D", "where the record will lie", false},
      {"origin", "O", "the record's name for ever; else taken from the first keys", false},
      {"first", "PARTY=FILE", "a party's first public key (FILE.vkey from `comity key new`)", true},
      {"make-keys", NULL, "make a key in D/keys for every party that brings none: for trying things out", false},
      {"zone", "ZONE", "a time zone besides those that the charter names, where meetings may be held", true}}},
	{"key",
     "new --origin O --person P --out FILE | show FILE",
     "make a key, or show a key's public half",
     "A delegate's key signs its acts; it never leaves the file, and nobody can restore it. FILE is readable by its\n"
     "owner only; FILE.vkey holds the public half. The fingerprint is what two people compare by telephone.\n"
     "\n"
     "    comity key new --origin alder.example/record --person ash-1 --out ash.key\n"
     "    comity key show ash.key.vkey\n",
     run_key,
     1,
     2,
     {{"origin", "O", "the record's origin", false},
      {"person", "P", "the person's identifier in the record, such as arm-1", false},
      {"out", "FILE", "where the secret key goes; FILE.vkey gets the public half", false}}},
	{"act",
     "VERB FIELD=VALUE… --dir D --key FILE | --signed FILE",
     "sign an act and enter it",
     "Builds the act, shows it in words, asks when a person is at the terminal, signs it with the key and enters it,\n"
     "with every outcome that it leads to. Exit status 3: the rules refuse; the sentence says why, and what would be\n"
     "needed. What the record knows need not be written: version and commitment of a position, seen.\n"
     "\n"
     "    comity act countersign --dir alder --key ash.key\n"
     "    comity act table matter=picnic body=assembly kind=decision procedure=written \\\n"
     "           title.en=\"A picnic in May\" text.en=@picnic.txt --dir alder --key ash.key\n"
     "    comity act position matter=picnic position=support --dir alder --key elm.key\n"
     "An act that was signed elsewhere, by the same person on another machine:\n"
     "    comity act withdraw matter=picnic --dir copy --key ash.key --print | comity act --signed - --dir alder\n"
     "and handed in at a server, where the act is text/plain, and application/json when it brings texts:\n"
     "    comity act withdraw matter=picnic --dir copy --key ash.key --print |\n"
     "           curl --data-binary @- -H 'Content-Type: text/plain' https://record.alder.example/acts\n"
     "\n"
     "Values: lists a,b,c · times 2026-12-01T10:00[Europe/Vienna], 2026-12-01T09:00Z or +48h · yes/no ·\n"
     "texts FIELD.LANGUAGE=@file or the words, with public: or restricted: before them; without, the texts of release\n"
     "and document are public, all others restricted.\n"
     "comity help act VERB says what one act needs, with an example.\n",
     run_act,
     0,
     256,
     {DIR_OPTION,
      {"key", "FILE", "the key that signs", false},
      {"yes", NULL, "do not ask", false},
      {"print", NULL, "print the signed act instead of entering it; with its texts as one JSON object", false},
      {"signed", "FILE", "enter an act that was signed elsewhere; - is standard input", false},
      GAP_OPTION}},
	{"explain",
     "VERB FIELD=VALUE… --dir D --as PERSON",
     "say what the rules would answer; nothing is sent",
     "The same words as for act; no key is needed and nothing is entered. Says what would follow, or, with exit\n"
     "status 3, which rule refuses.\n"
     "\n"
     "    comity explain adopt matter=picnic --dir alder --as ash-1\n",
     run_explain,
     1,
     256,
     {DIR_OPTION, {"as", "PERSON", "whose act it would be", false}}},
	{"log",
     "--dir D [--from N] [--count N]",
     "the record in words, a line an entry",
     "Number, time (UTC) and what was done. show NUMBER says more of one entry.\n"
     "\n"
     "    comity log --dir alder --from 10 --count 5\n",
     run_log,
     0,
     0,
     {DIR_OPTION,
      {"from", "N", "the first entry; 0 when not given", false},
      {"count", "N", "how many; all when not given", false}}},
	{"show",
     "NUMBER|MATTER|MEETING --dir D",
     "one entry to the byte: who signed it, what it decided",
     "The act in words, its signers, the matter or meeting that it is about and how that stands today; of an outcome\n"
     "each party's position; then the act as it was signed. For a matter: its outcome, or the act that tabled it;\n"
     "for a meeting: the act that convened it.\n"
     "\n"
     "    comity show 12 --dir alder\n"
     "    comity show 7 --texts --dir alder\n",
     run_show,
     1,
     1,
     {DIR_OPTION, {"texts", NULL, "with the texts that the act brought, a charter too", false}}},
	{"verify",
     "[FOLDER | RECEIPT] [--key VKEY]",
     "check a record, an export or one receipt without trusting anybody",
     "A folder: every signature with the key of its time, the tree against every signed checkpoint, every decision\n"
     "and outcome replayed by the charter, every text that is there against its commitment; the first bad entry is\n"
     "named. Receipt: that its entry stands in the record, and that its texts are the ones it commits to. With --key\n"
     "it must be signed by that key; without it a folder is only consistent with itself. An arrival receipt, which a\n"
     "server gives for every act handed in, is checked too: when the text came.\n"
     "\n"
     "    comity verify alder --key alder.vkey\n"
     "    comity verify picnic.tlog-proof --key alder.vkey\n",
     run_verify,
     0,
     1,
     {DIR_OPTION,
      {"key", "VKEY", "the record's public key, or a file that holds it", false},
      {"threads", "N", "signature threads; as many as there are cores when not given", false}}},
	{"prove",
     "NUMBER|MATTER --dir D [--out FILE]",
     "one file that proves one entry off line",
     "Writes a receipt (C2SP tlog-proof): the entry, its texts, the path to a signed checkpoint. For a matter: the\n"
     "outcome that decided it.\n"
     "\n"
     "    comity prove picnic --dir alder --out picnic.tlog-proof\n",
     run_prove,
     1,
     1,
     {DIR_OPTION,
      {"out", "FILE", "where the receipt goes; else standard output", false},
      {"restricted", NULL, "with texts that are not public", false}}},
	{"replay",
     "SCRIPT [--dir D]",
     "run a script of acts under its own clock, told as a story",
     "Each line of the script says what is expected of it; one that does not ends the run. With --dir the record\n"
     "and the (derived, never secret) keys are kept to play with.\n"
     "\n"
     "    comity replay examples/club/picnic.script --dir play\n",
     run_replay,
     1,
     1,
     {{"dir", "D", "keep the record in this new folder", false}, {"quiet", NULL, "only the last line", false}}},
	{"export",
     "FOLDER --dir D",
     "a copy for others to verify: C2SP tiles, texts, key",
     "Writes or brings up to date a folder with checkpoint, tile/…, blobs/… and log.vkey. Texts of class restricted\n"
     "stay out unless --restricted is given; a folder that holds some is refused without it. Whoever has the copy\n"
     "reads it like the record (--dir): log, show, explain, prove, charter show --at, act --print.\n"
     "\n"
     "    comity export public --dir alder\n"
     "    comity verify public --key alder.vkey\n"
     "    comity log --dir public\n",
     run_export,
     1,
     1,
     {DIR_OPTION, {"restricted", NULL, "with texts that are not public", false}}},
	{"seal",
     "--dir D",
     "enter what fell due, and sign a checkpoint over all entries",
     "Every act does this too, with at most one checkpoint a second. Run it when a clock has ended and nobody acts:\n"
     "the outcome is entered with the instant at which the clock ended.\n"
     "\n"
     "    comity seal --dir alder\n",
     run_seal,
     0,
     0,
     {DIR_OPTION, GAP_OPTION}},
	{"rebuild",
     "--dir D",
     "drop everything derived and make it again from the entries",
     "The stored hashes of the tree are made anew, then every entry is decided again. The state that it prints is the\n"
     "same as before, or the record was damaged.\n"
     "\n"
     "    comity rebuild --dir alder\n",
     run_rebuild,
     0,
     0,
     {DIR_OPTION}},
	{"zones",
     "--dir D [--zone ZONE…]",
     "enter later rules of time zones",
     "Reads this machine's zone data anew and enters the rules when they say something else than the record, when a\n"
     "zone is added, or when the record's own, which reach 25 years ahead, are five years old. A clock that runs\n"
     "keeps its instant; what a zone did until last year stays as the record has it.\n"
     "\n"
     "    comity zones --dir alder\n"
     "    comity zones --dir alder --zone Asia/Tokyo\n",
     run_zones,
     0,
     0,
     {DIR_OPTION,
      {"zone", "ZONE", "a time zone besides those that the record has, where meetings may be held", true},
      GAP_OPTION}},
	{"serve",
     "--dir D [--listen ADDRESS] [--url URL]",
     "put a record on the web: pages, feeds, acts by POST",
     "Pages in English and Russian with a JSON twin of each, feeds, the log as tiles, and POST /acts, which enters\n"
     "acts that delegates have signed. Clocks run out by themselves while it runs. One process serves one record and\n"
     "holds its lock. Ends with SIGTERM or SIGINT, once everything handed in is answered; with exit status 1 when the\n"
     "record cannot be written any more. docs/api.md says what is where.\n"
     "\n"
     "    comity serve --dir alder --listen 127.0.0.1:8080 --url https://record.alder.example\n",
     run_serve,
     0,
     0,
     {DIR_OPTION,
      {"listen", "ADDRESS", "host and port; 127.0.0.1:8080 when not given; port 0 is any free one", false},
      {"url", "URL", "how the world reaches it, for feeds; http:// and the address when not given", false},
      {"read-only", NULL, "show the record as it is: no lock, no key, no acts", false},
      {"closed-record", NULL, "entries' bytes are for members: no bundles, no receipts", false},
      {"workers", "N", "threads that verify signatures; as many as there are processors when not given", false},
      {"cache", "MIB", "memory for finished pages; 0 keeps none; 8 when not given", false},
      GAP_OPTION}},
	{"charter",
     "check FILE | show FILE | show --at ENTRY | fmt FILE",
     "read a charter: its errors, its prose, its layout",
     "check reports every error at once, each with line, column and what was expected. show reads the charter aloud,\n"
     "for people who do not write charters; with --at, the one by which an entry of the record was judged. fmt\n"
     "prints it in the one layout, with its comments.\n"
     "\n"
     "    comity charter check club.charter\n"
     "    comity charter show club.charter\n"
     "    comity charter show --at 12 --dir alder\n"
     "    comity charter fmt club.charter\n",
     run_charter,
     1,
     2,
     {{"explain", NULL, "check: say of every rule what is known of it, and how", false},
      {"check", NULL, "fmt: print nothing; exit status 1 when the file is not in the layout", false},
      {"write", NULL, "fmt: write the file itself", false},
      {"at", "ENTRY", "show: the charter by which this entry was judged", false},
      DIR_OPTION}},
	{"tally",
     "CHARTER --rule NAME FILE",
     "judge many votes by one rule, from a table",
     "Reads FILE as CSV, a line a position (header id,party,position) or a line a vote in numbers (header\n"
     "id,for,against,abstain,absent,veto), and prints each vote's outcome with the reason, as CSV. Any size.\n"
     "What does not add up (a party twice, an unknown one, rows of one vote apart, more votes than members) is\n"
     "reported with its line, never repaired: the vote is invalid, and the exit status 1. - is standard input.\n"
     "\n"
     "    comity tally charters/swiss-referendum.charter --rule people-and-cantons votes.csv\n"
     "    comity tally charters/swiss-referendum.charter --rule people-and-cantons --at 1978-12-31 old.csv\n",
     run_tally,
     2,
     2,
     {{"rule", "NAME", "the rule of the charter that judges", false},
      {"at", "DATE", "members, sets and weights of that day; else of the last on which one begins or a member leaves",
       false},
      {"body", "NAME", "the body whose members vote; when not given, the first that decides by the rule", false}}},
	{"help",
     "[COMMAND [VERB]]",
     "this help, a command's, or an act's",
     "    comity help init\n"
     "    comity help act position\n",
     run_help,
     0,
     2,
     {{0}}},
	{"version", "", "the version", "    comity version\n", run_version, 0, 0, {{0}}},
};
const uint32_t command_count = sizeof(command_table) / sizeof(command_table[0]);

const struct command *command_find(struct str name)
{
	for (uint32_t i = 0; i < command_count; i++)
		if (str_eq(name, str_from(command_table[i].name)))
			return &command_table[i];
	return NULL;
}
