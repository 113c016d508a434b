"""Who may do what, in words: for the page that people read, and for the student who reads who looked."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from accounts.role import Role
from services.permissions import ABOUT, PERMISSIONS, About, Act, Reach

ROLE_WORDS: Mapping[Role, tuple[str, str]] = MappingProxyType(
    {
        Role.ANONYMOUS: ("wie niet is ingelogd", "nobody entered"),
        Role.STUDENT: ("leerling of student", "student"),
        Role.PARENT: ("ouder of voogd", "parent"),
        Role.TEACHER: ("docent of mentor", "teacher"),
        Role.PLACEMENT_COORDINATOR: ("stagecoördinator", "placement coordinator"),
        Role.JOBHUNTER: ("jobhunter", "jobhunter"),
        Role.JOB_COACH: ("jobcoach", "job coach"),
        Role.PEER: ("junior praktijkopleider", "peer"),
        Role.EMPLOYER: ("contactpersoon van een bedrijf", "employer contact"),
        Role.TRAINER: ("praktijkopleider", "workplace trainer"),
        Role.COORDINATOR: ("coördinator van de regio", "regional coordinator"),
        Role.ADMINISTRATOR: ("beheerder", "administrator"),
    }
)
"""Each role in Dutch and in English."""
LOOKER_WORDS: Mapping[Role, str] = MappingProxyType(
    {
        Role.ANONYMOUS: "iemand die niet was ingelogd",
        Role.STUDENT: "een andere leerling",
        Role.PARENT: "je ouder of voogd",
        Role.TEACHER: "docent of mentor",
        Role.PLACEMENT_COORDINATOR: "stagecoördinator",
        Role.JOBHUNTER: "een jobhunter",
        Role.JOB_COACH: "je jobcoach",
        Role.PEER: "je junior praktijkopleider",
        Role.EMPLOYER: "iemand van een bedrijf",
        Role.TRAINER: "je praktijkopleider",
        Role.COORDINATOR: "de coördinator van de regio",
        Role.ADMINISTRATOR: "een beheerder van Plekwijzer",
    }
)
"""How a student reads who looked."""
ACT_WORDS: Mapping[Act, tuple[str, str]] = MappingProxyType(
    {
        Act.SEE_MATCHES: ("de plekken van een leerling zien, met de redenen", "see a student's places with reasons"),
        Act.SEE_GROUP: ("de lijst zien van wie je begeleidt", "see the list of students one guides"),
        Act.SEE_CANDIDATES: ("kandidaten voor een plek zien", "see the candidates of a place"),
        Act.SEE_FIGURES: ("de cijfers achter een plek voor een leerling zien", "see the figures behind a match"),
        Act.SEE_OPENINGS: ("zien wat een plek meer kandidaten geeft", "see what opens a place to more students"),
        Act.SEE_PLACEMENT: ("een plek zien", "see a place"),
        Act.POST_PLACEMENT: ("een plek plaatsen, pauzeren en sluiten", "post, pause and close a place"),
        Act.SEE_EVENTS: ("de agenda zien", "see the agenda"),
        Act.SEE_TALKS: ("zien wie je spreekt bij speeddates", "see whom one speaks at speed dates"),
        Act.LOOK_BACK: (
            "na een activiteit zeggen wie je sprak en met wie je verder wilt",
            "say after an event whom one spoke and with whom to go on",
        ),
        Act.SEE_REFERENCE: ("de regels en lijsten zien", "see rules and lists"),
        Act.EDIT_PROFILE: ("zeggen wat je kunt", "say what one can do"),
        Act.VIEW_DOSSIER: ("een loopbaandossier lezen", "read a career dossier"),
        Act.SEE_CONVERSATIONS: ("loopbaangesprekken en afspraken zien", "see career conversations and agreements"),
        Act.LEAD_CONVERSATION: ("een loopbaangesprek plannen en vastleggen", "plan and record a career conversation"),
        Act.PREPARE_CONVERSATION: ("je voorbereiden op een gesprek", "prepare one's own conversation"),
        Act.EDIT_DOSSIER: ("in je loopbaandossier schrijven", "write in one's career dossier"),
        Act.SEE_COVERAGE: (
            "zien hoeveel leerlingen hun loopbaangesprekken hadden",
            "see how many students had their career conversations",
        ),
        Act.PLAN_TALKS: (
            "zien wie in de eigen klas een loopbaangesprek mist",
            "see who in the own class misses a career conversation",
        ),
        Act.ASK_PEER: ("een maatje vragen of zijn", "ask for a peer or be one"),
        Act.ARRANGE_PEERS: ("maatjes toelaten, voorstellen en laten stoppen", "admit, propose and end peers"),
        Act.LOG_PEER_CONTACT: ("bijhouden wanneer je wie je helpt sprak", "log contacts with who is helped"),
        Act.SET_ASSIGNMENTS: (
            "een klas opdrachten geven en zien wie een antwoord deelde",
            "set assignments to a class and see who shared an answer",
        ),
        Act.LINK_TEXT: ("in eigen woorden schrijven en voorstellen krijgen", "get suggestions for own words"),
        Act.KEEP_LINK: ("zeggen of een voorstel klopt", "confirm or correct a suggestion"),
        Act.SEE_REGION: ("de cijfers van de regio zien, zonder personen", "see the region's figures, without persons"),
        Act.REVIEW_LINKS: ("nakijken wat mensen over woorden zeggen", "review what people said of words"),
        Act.SHARE_CASES: ("casussen zonder namen lezen en delen", "read and share cases without names"),
        Act.MODERATE_CASES: ("casussen nakijken voor anderen ze lezen", "look cases over before others read them"),
        Act.KEEP_HELP: ("bijhouden welke hulp er in de regio is", "keep which help the region has"),
        Act.SEE_MY_DATA: ("zien en meenemen wat er over je bewaard is", "see and take along what is kept of one"),
        Act.ERASE_DATA: ("je gegevens laten wissen", "have one's data erased"),
        Act.PAUSE: ("jezelf op pauze zetten", "pause oneself"),
        Act.ASK_RECTIFICATION: ("zeggen wat er niet klopt", "say what is wrong"),
        Act.DECIDE_FOR_CHILD: (
            "dat doen voor een kind dat nog niet zelf beslist",
            "do so for a child that is too young to decide",
        ),
        Act.SEE_RECTIFICATIONS: ("zien wat er volgens leerlingen niet klopt", "see what students say is wrong"),
        Act.SETTLE_RECTIFICATION: ("antwoorden op wat er niet klopt", "answer what a student says is wrong"),
        Act.READ_MESSAGES: ("je eigen berichten lezen", "read one's own messages"),
        Act.SEE_SCHOOL: ("zien wat een school heeft geregeld", "see what a school settled"),
        Act.KEEP_SCHOOL: ("iets regelen voor een school", "settle something for a school"),
        Act.SEE_CONTACTS: ("je eigen contacten met bedrijven zien", "see one's own contacts"),
        Act.SHOW_INTEREST: ("zeggen dat een plek je interesseert", "be interested in a place"),
        Act.SEE_PRESENTED: ("zien wie er voor een plek is voorgesteld", "see who was presented for a place"),
        Act.FOLLOW_UP: ("zien wat er wacht, en op wie", "see what waits, and for whom"),
        Act.PROPOSE_STUDENT: ("een leerling voorstellen aan een bedrijf", "propose a student"),
        Act.SEE_CONSENTS: ("zien waarvoor je toestemming nodig is", "see what waits for a yes"),
        Act.TAKE_STEP: ("een stap zetten in een contact", "take a step in an application"),
        Act.SEE_GUIDED: (
            "de voornaam en leerdoelen zien van wie je helpt",
            "see first name and goals of whom one helps",
        ),
        Act.SEE_WORKPLACE: (
            "zien wie er op het werk is: voornaam, dagen, leerdoelen, wat helpt en wie er op school is",
            "see who works at one's company: first name, days, goals, what helps and who guides at school",
        ),
        Act.SEE_CHILD: ("zien hoe het met je kind gaat", "see how one's child is doing"),
        Act.CHOOSE_FOR_PARENTS: ("kiezen wat ouders zien", "choose what parents see"),
        Act.CHOOSE_SCHEMES: (
            "kiezen of er regelingen worden uitgezocht, en of het bedrijf ze leest",
            "choose whether schemes are looked for, and whether the company reads them",
        ),
        Act.FIND_SCHEMES: ("na een ja uitzoeken welke regelingen gelden", "find out after a yes which schemes apply"),
        Act.SEE_ACCOUNT: ("je eigen account zien", "see one's own account"),
        Act.KEEP_ACCOUNT: ("je wachtwoord, apparaten en rol kiezen", "change password, sessions and role"),
        Act.INVITE: ("mensen uitnodigen", "invite people"),
        Act.INVITE_FOR_STUDENT: ("een leerling of een ouder uitnodigen", "invite a student or a parent"),
        Act.CONFIRM_PARENT: ("zeggen of iemand een ouder is", "say whether somebody is a parent"),
        Act.SEE_COMPANY: ("je eigen bedrijf zien", "see one's own company file"),
        Act.KEEP_COMPANY: ("je eigen bedrijf bijhouden", "keep one's own company file"),
        Act.SEE_COMPANIES: ("bedrijven zien, en wie er belde", "see companies and who called them"),
        Act.CALL_COMPANY: (
            "zeggen dat je belt, opschrijven wat eruit kwam en een erkenning nakijken",
            "say to call a company, write down what came of it, check a recognition",
        ),
        Act.REPORT: ("melden dat er iets niet goed is bij een bedrijf", "report that something is wrong at a company"),
        Act.SEE_REPORTS: ("meldingen over bedrijven lezen", "read reports about companies"),
        Act.HANDLE_REPORT: ("een melding oppakken en afmaken", "take a report in hand and settle it"),
        Act.CHECK_WORDING: ("een tekst over een plek laten nakijken", "have a text about a place looked over"),
        Act.REVIEW_PLACES: ("de tekst van een plek nakijken", "review the text of a place"),
        Act.KEEP_EVENT: ("een activiteit organiseren", "organise an event"),
        Act.IMPORT_EVENTS: (
            "agenda's van andere organisaties overnemen",
            "take over the calendars of other organisers",
        ),
        Act.REGISTER_STUDENT: (
            "een leerling aanmelden en afmelden voor een activiteit",
            "register a student for an event",
        ),
        Act.REGISTER_SELF: ("jezelf aanmelden en afmelden voor een activiteit", "register oneself for an event"),
        Act.REGISTER_COMPANY: (
            "een bedrijf aanmelden en afmelden voor een activiteit",
            "register a company for an event",
        ),
        Act.KEEP_PROFILE: (
            "vertellen wat je kunt, wilt en nodig hebt, alleen of samen met school",
            "tell what one can do, wishes and needs, alone or together with school",
        ),
        Act.SEE_PROFILE: ("zien wat je kunt en wie dat zag", "see what a student can do and who saw it"),
        Act.KEEP_GUARANTEES: ("garanties op een baan bijhouden", "keep guarantees of a job"),
        Act.OFFER_GUARANTEED: (
            "garanties van de eigen groep zien en een baan aanbieden",
            "see guarantees of the own group and offer a job",
        ),
        Act.CLAIM_GUARANTEE: (
            "een garantie op een baan zien, aanvragen of teruggeven",
            "see, claim or give back a guarantee of a job",
        ),
        Act.CHECK_GUARANTEE: ("kijken of een garantie nog klopt", "check whether a guarantee still holds"),
        Act.SAY_SEEN: ("als school zeggen wat een leerling liet zien", "say at school what a student showed"),
        Act.HAND_OVER: ("kiezen wat er meegaat naar je nieuwe school", "choose what goes along to the next school"),
        Act.AGREE_TO_HAND_OVER: ("als ouder ja zeggen tegen een overdracht", "agree as a parent to a hand-over"),
        Act.PREPARE_HAND_OVER: ("een overdracht klaarmaken en versturen", "prepare a hand-over and send it"),
        Act.RECEIVE_HAND_OVER: ("een overdracht ontvangen en lezen", "receive a hand-over and read it"),
        Act.SAY_SEEN_AT_WORK: (
            "als praktijkopleider zeggen wat een leerling liet zien",
            "say at the workplace what a student showed",
        ),
        Act.SEE_WHO_LOOKED: ("zien wie naar je gegevens keek", "see who looked at one's data"),
        Act.SEE_FIRST_WEEK: ("het plan van een eerste week zien", "see the plan of a first week"),
        Act.FOLLOW_TRAINING: ("het leerpad volgen", "follow the training path"),
        Act.WRITE_LETTER: ("een aanbevelingsbrief schrijven", "write a letter of recommendation"),
        Act.SEE_LETTERS: ("je brieven lezen en erover beslissen", "read one's letters and decide about them"),
    }
)
"""Each act in Dutch and in English."""
SEEN_WORDS: Mapping[Act, str] = MappingProxyType(
    {
        Act.SEE_MATCHES: "je plekken",
        Act.SEE_GROUP: "een lijst met leerlingen waar jij in staat",
        Act.SEE_CANDIDATES: "kandidaten voor een plek, met jouw kaart zonder achternaam",
        Act.SEE_FIGURES: "de cijfers bij een plek voor jou",
        Act.SEE_TALKS: "met welke bedrijven je praat bij speeddates",
        Act.LOOK_BACK: "je voornaam, om na een activiteit te zeggen of iemand verder wil",
        Act.EDIT_PROFILE: "wat jij kunt",
        Act.VIEW_DOSSIER: "je loopbaandossier",
        Act.SEE_CONVERSATIONS: "je gesprekken en afspraken",
        Act.LEAD_CONVERSATION: "je gesprekken, om ze te plannen of vast te leggen",
        Act.PREPARE_CONVERSATION: "je gesprek, om je voor te bereiden",
        Act.EDIT_DOSSIER: "je loopbaandossier, om erin te schrijven",
        Act.SEE_COVERAGE: "welk loopbaangesprek je nog mist",
        Act.PLAN_TALKS: "welk loopbaangesprek je nog mist, en wanneer dat kan",
        Act.ASK_PEER: "of je een maatje wilt of bent",
        Act.ARRANGE_PEERS: "of je een maatje wilt of bent, om het te regelen",
        Act.LOG_PEER_CONTACT: "wanneer jullie elkaar spraken",
        Act.SET_ASSIGNMENTS: "of je een opdracht deelde met school",
        Act.DECIDE_FOR_CHILD: "alles wat er over je bewaard is",
        Act.KEEP_PROFILE: "wat jij vertelt over wat je kunt en wilt",
        Act.SEE_PROFILE: "wat jij kunt, en wie dat zag",
        Act.CLAIM_GUARANTEE: "je garantie op een baan",
        Act.CHECK_GUARANTEE: "of je garantie op een baan nog klopt",
        Act.SAY_SEEN: "wat jij liet zien",
        Act.HAND_OVER: "je overstap naar een andere school",
        Act.AGREE_TO_HAND_OVER: "naar welke school je overstapt",
        Act.PREPARE_HAND_OVER: "hoe ver je overstap is",
        Act.RECEIVE_HAND_OVER: "wat jij liet meegaan naar je nieuwe school",
        Act.SAY_SEEN_AT_WORK: "wat jij liet zien op je werkplek",
        Act.SEE_RECTIFICATIONS: "wat er volgens jou niet klopt",
        Act.SETTLE_RECTIFICATION: "wat er volgens jou niet klopt",
        Act.SEE_CONTACTS: "je contacten met bedrijven",
        Act.SHOW_INTEREST: "of een plek je interesseert",
        Act.SEE_PRESENTED: "je kaartje bij een plek",
        Act.FOLLOW_UP: "hoe het staat met je contacten",
        Act.PROPOSE_STUDENT: "je kaartje, om je voor te stellen aan een bedrijf",
        Act.SEE_CONSENTS: "waarvoor een ouder ja moet zeggen",
        Act.TAKE_STEP: "een stap in een van je contacten",
        Act.SEE_GUIDED: "je voornaam en je leerdoelen",
        Act.SEE_WORKPLACE: "je voornaam, dagen, leerdoelen en wat jou helpt op je plek",
        Act.SEE_CHILD: "hoe het met je gaat: wat je zoekt, wanneer, en wat er te tekenen is",
        Act.CHOOSE_FOR_PARENTS: "wat je met je ouders deelt",
        Act.INVITE_FOR_STUDENT: "je naam, om jou of een ouder uit te nodigen",
        Act.CONFIRM_PARENT: "wie jouw ouder is",
        Act.CHOOSE_SCHEMES: "jouw keuze over regelingen voor het bedrijf",
        Act.FIND_SCHEMES: "een plek van jou, om regelingen uit te zoeken",
        Act.REGISTER_STUDENT: "een activiteit waar jij je voor kunt aanmelden",
        Act.KEEP_EVENT: "je voornaam en klas, bij een activiteit waar je heen gaat",
        Act.SEE_WHO_LOOKED: "wie er naar je gegevens keek",
        Act.WRITE_LETTER: "je voornaam, om een aanbevelingsbrief voor je te schrijven",
        Act.SEE_LETTERS: "je aanbevelingsbrieven",
    }
)
"""At what somebody looked, as the student calls it; every act about students has its words."""
REACH_WORDS: Mapping[Reach, tuple[str, str]] = MappingProxyType(
    {
        Reach.ANY: ("alles", "any"),
        Reach.OWN: ("eigen", "own"),
        Reach.CHILD: ("eigen kind dat nog niet zelf beslist", "own child, too young to decide"),
        Reach.GROUP: ("eigen klas", "own class"),
        Reach.SCHOOL: ("eigen school", "own school"),
    }
)
ABOUT_WORDS: Mapping[About, tuple[str, str]] = MappingProxyType(
    {
        About.STUDENT: ("een leerling", "a student"),
        About.STUDENTS: ("een lijst leerlingen", "a list of students"),
        About.ACCOUNT: ("het eigen account", "one's own account"),
        About.EMPLOYER: ("een bedrijf", "an employer"),
        About.APPLICATION: ("een contact", "an application"),
        About.PLACEMENT: ("een plek", "a place"),
        About.SCHOOL: ("een school", "a school"),
        About.REPORT: ("een melding", "a report"),
        About.NOBODY: ("niemand", "nobody"),
    }
)
LEAD = """# Who may do what

This page is made from the table that decides: `services/permissions.py`. What stands in no cell is not allowed; a
route without an act, and an act without a row, cannot be built. Make it anew with
`plekwijzer permissions > docs/permissions.md`.

A relation counts from its first day up to its last, asked at every request. Somebody with several roles acts in one at
a time. Who asks for a student out of reach gets the answer of a student who does not exist. Who looks at a student, or
tries to, stands in the audit trail, and the student reads it.

Deze bladzijde komt uit de tabel die beslist. Wat er niet in staat, mag niet. Een relatie telt van de eerste tot de
laatste dag. Wie een leerling opvraagt die buiten bereik is, krijgt hetzelfde antwoord als bij een leerling die niet
bestaat. Wie naar een leerling kijkt, of het probeert, staat in het logboek, en de leerling kan dat lezen.
"""


def permissions_page() -> str:
    """Write the whole table as a page of Markdown, first by act, then by role."""
    return "\n".join((LEAD, *_by_act(), *_by_role()))


def _by_act() -> Iterator[str]:
    yield "## By act\n"
    yield "| Act | Handeling | About | Who, and how far |"
    yield "|---|---|---|---|"
    for act in Act:
        who = "; ".join(
            f"{ROLE_WORDS[role][1]} ({REACH_WORDS[PERMISSIONS[act][role]][1]})"
            for role in Role
            if role in PERMISSIONS[act]
        )
        everybody = {PERMISSIONS[act].get(role) for role in Role} == {Reach.ANY}
        dutch, english = ACT_WORDS[act]
        yield f"| {english} | {dutch} | {ABOUT_WORDS[ABOUT[act]][1]} | {'everybody' if everybody else who} |"
    yield ""


def _by_role() -> Iterator[str]:
    yield "## Per rol\n"
    for role in Role:
        dutch, english = ROLE_WORDS[role]
        yield f"### {dutch[0].upper()}{dutch[1:]} ({english})\n"
        yield "| Mag | Over wie of wat | Hoe ver |"
        yield "|---|---|---|"
        for act in Act:
            reach = PERMISSIONS[act].get(role)
            if reach is not None:
                yield f"| {ACT_WORDS[act][0]} | {ABOUT_WORDS[ABOUT[act]][0]} | {REACH_WORDS[reach][0]} |"
        yield ""
