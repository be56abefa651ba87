/* One story with every kind of accepted act, for tests that play it under difficulties. */
#ifndef COMITY_TESTS_KERNEL_STORY_H
#define COMITY_TESTS_KERNEL_STORY_H

#define STORY_BEFORE                                                                                  \
	"at 2026-03-09T09:00Z\n"                                                                          \
	"SEC sec-1 calendar year=2026 holidays=2026-03-10,2026-05-01 workdays=2026-03-14\n"               \
	"SEC sec-1 accredit person=sg key=sg office=secretary\n"                                          \
	"ARM arm-1 accredit person=arm-2 key=arm2 focal=yes\n"                                            \
	"ARM arm-1 accredit person=arm-3 key=arm3\n"                                                      \
	"ARM arm-2 revoke person=arm-3\n"                                                                 \
	"ARM arm-2 accredit person=arm-3 key=arm3b\n"                                                     \
	"SEC sec-1 convene meeting=c body=council regular=yes host=ARM place=Yerevan zone=Europe/Moscow " \
	"starts=2026-03-16T07:00Z formats=plenary,narrow\n"                                               \
	"SEC sec-1 convene meeting=c2 body=council regular=no host=BLR place=Minsk zone=Europe/Moscow "   \
	"starts=2026-04-16T07:00Z\n"                                                                      \
	"SEC sec-1 invite meeting=c guest=ICR\n"                                                          \
	"SEC sec-1 invite meeting=c guest=sco title=SCO\n"                                                \
	"ARM arm-1 register meeting=c head=arm-1 delegates=arm-2,arm-3\n"                                 \
	"ARM arm-1 register meeting=c head=arm-2 delegates=arm-1\n"                                       \
	"BLR blr-1 register meeting=c head=blr-1 delegates=-\n"                                           \
	"KAZ kaz-1 register meeting=c head=kaz-1 delegates=-\n"                                           \
	"RUS rus-1 register meeting=c head=rus-1 delegates=-\n"                                           \
	"SEC sec-1 register meeting=c head=sg delegates=-\n"                                              \
	"ARM arm-1 attend meeting=c present=yes\n"                                                        \
	"BLR blr-1 attend meeting=c present=yes\n"                                                        \
	"KAZ kaz-1 attend meeting=c present=yes\n"                                                        \
	"RUS rus-1 attend meeting=c present=yes\n"

#define STORY_MEETING                                                                          \
	"SEC sec-1 table matter=p body=council kind=plan procedure=sitting title=Plan text=plan\n" \
	"SEC sec-1 amend matter=p version=2 text=plan2\n"                                          \
	"ARM arm-1 table matter=q body=council kind=statement procedure=sitting title=Q text=q\n"  \
	"SEC sec-1 agenda meeting=c item=1 title=Plan matter=p\n"                                  \
	"SEC sec-1 agenda meeting=c item=2 title=Other\n"                                          \
	"SEC sec-1 submit matter=p meeting=c seen=now\n"                                           \
	"ARM arm-1 submit matter=q meeting=c seen=now\n"                                           \
	"at 2026-03-16T07:00Z\n"                                                                   \
	"ARM arm-2 open meeting=c format=narrow\n"                                                 \
	"ARM arm-2 open meeting=c format=plenary\n"                                                \
	"SEC sg speak meeting=c item=1 office=secretary text=speech\n"                             \
	"KAZ kaz-1 position matter=p version=2 commitment=plan2 position=support\n"                \
	"RUS rus-1 position matter=p version=2 commitment=plan2 position=reserve\n"                \
	"KAZ kaz-1 position matter=q version=1 commitment=q position=object\n"                     \
	"ARM arm-2 adopt matter=p version=2 commitment=plan2 seen=now\n"                           \
	"due p adopted U/DEC/2026/1\n"                                                             \
	"ARM arm-2 reject matter=q seen=now\n"                                                     \
	"due q rejected\n"                                                                         \
	"ARM arm-2 close meeting=c\n"

#define STORY_AFTER                                                                                            \
	"SEC sec-1 plan matter=p item=1 title=Talks from=2026-04-01 to=2026-04-30 level=deputies body=council\n"   \
	"SEC sec-1 held matter=p item=1 meeting=c\n"                                                               \
	"SEC sec-1 document document=d body=council series=statement title=D text=d meeting=c\n"                   \
	"SEC sec-1 release release=r text=r embargo=+1h matter=p meeting=c\n"                                      \
	"SEC sec-1 correct entry=20 text=better\n"                                                                 \
	"SEC sec-1 cancel meeting=c2\n"                                                                            \
	"ARM arm-1 table matter=s body=council kind=statement procedure=silent title=S text=s\n"                   \
	"ARM arm-2 silence matter=s until=+50h seen=now\n"                                                         \
	"KAZ kaz-1 position matter=s version=1 commitment=s position=disinterest\n"                                \
	"ARM arm-1 table matter=t body=council kind=statement procedure=silent title=T text=t\n"                   \
	"ARM arm-1 circulate matter=t\n"                                                                           \
	"ARM arm-1 table matter=u body=council kind=statement procedure=silent title=U text=u\n"                   \
	"ARM arm-1 withdraw matter=u\n"                                                                            \
	"due u withdrawn\n"                                                                                        \
	"ARM arm-1 table matter=v body=council kind=statement procedure=open-call title=V\n"                       \
	"ARM arm-1 position matter=v version=1 position=support\n"                                                 \
	"KAZ kaz-1 position matter=v version=1 position=support\n"                                                 \
	"RUS rus-1 position matter=v version=1 position=support\n"                                                 \
	"SEC sec-1 event event=e kind=parade title=E topic=Years ordinal=3 body=council meeting=c matter=p "       \
	"host=RUS place=Moscow zone=Europe/Vienna from=2026-05-09 to=2026-05-10 starts=2026-05-09T08:00Z text=e\n" \
	"SEC sec-1 event event=f kind=training title=F\n"                                                          \
	"SEC sec-1 event event=f kind=training title=F host=BLR place=Minsk from=2026-05-09\n"                     \
	"RUS rus-1 participate event=e\n"                                                                          \
	"ARM arm-1 participate event=e head=arm-1 delegates=arm-2 unit=Guard text=e\n"                             \
	"SEC sec-1 participate event=f head=sg office=secretary\n"                                                 \
	"ARM arm-1 table matter=y body=council kind=statement procedure=silent title=Y text=y about=p\n"           \
	"ARM arm-1 withdraw matter=y\n"                                                                            \
	"due y withdrawn\n"                                                                                        \
	"KAZ kaz-1 report matter=p kind=contribution title=Help at=2026-03-16T06:00Z place=Almaty text=h\n"        \
	"SEC sec-1 report matter=p kind=note title=Done\n"                                                         \
	"SEC sec-1 release release=r3 title=R text=r event=e\n"

#endif
