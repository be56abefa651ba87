# C source with comments, strings and character literals blanked out, line for line: what is left is code.
# -v keep_strings=1 leaves strings alone (include lines).
{
	line = $0
	out = ""
	n = length(line)
	i = 1
	while (i <= n) {
		two = substr(line, i, 2)
		one = substr(line, i, 1)
		if (in_comment) {
			if (two == "*/") {
				in_comment = 0
				i += 2
			} else
				i++
		} else if (two == "/*") {
			in_comment = 1
			out = out " "
			i += 2
		} else if (two == "//") {
			break
		} else if (!keep_strings && (one == "\"" || one == "'")) {
			for (i++; i <= n && substr(line, i, 1) != one; i++)
				if (substr(line, i, 1) == "\\")
					i++
			i++
			out = out one one
		} else {
			out = out one
			i++
		}
	}
	print FILENAME ":" FNR ":" out
}
