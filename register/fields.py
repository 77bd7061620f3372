"""One table of every field of an action: what it is called, how papers print it, how it is compared and kept.

Reading papers, reconciling, storing and wording read it, so that a new column is one entry here; those of dates are
in register.date_fields. What a paper prints under a heading of no field is kept verbatim under that heading, and
treated as ``OTHER``.
"""

from register.date_fields import DATE_FIELDS
from register.field import Field, Look, StoredAs, Value, folded, looks

__all__ = ["FIELDS", "FIELDS_BY_NAME", "OTHER", "Field", "Look", "StoredAs", "Value", "field_of", "folded"]


def _sets_differ(before: Value, after: Value) -> bool:
    return set(before) != set(after)


_PROSE = looks(-2, text=2, name=-1, word=-1, percent=-3)
_STATES = looks(-4, word=3, name=-1, codes=-3, percent=0)

FIELDS: tuple[Field, ...] = (
    Field(
        "ref",
        "Action Ref",
        "references",
        """
        action ref; action reference; action no; action number; action id; ref; ref no; reference; reference no;
        reference number; recommendation no; recommendation ref; recommendation number; recommendation reference;
        recommendation id; rec no; rec ref; rec number; rec; minute no; minute ref; minute number; minute reference;
        minute item; agenda ref; agenda reference; issue key; key?; issue no; issue ref; unique id; row id; task id;
        finding no; finding ref; log no; serial no; sl no; no; nr; number; id; #; item no; item number; item?; agenda
        item no; action log ref; minute?; issue id?; s n; para?; paragraph?; para no; paragraph no; line?; line no;
        row?; row no; code?; kloe?; serial?; ser; wbs; action point no; action point ref; rec #; agenda item?; point no;
        milestone no; milestone ref; objective no; objective ref; risk ref; risk id; decision no; decision ref; standard
        no; audit ref; report ref; paper ref; outline number; min; min no; min ref; case ref; case no; case number; case
        reference; action item no; rhif; cyf; cyfeirnod; rhif cyf; rhif cyfeirnod
        """,
        looks(-4, ref=3),
        stored_as=StoredAs.COLUMN,
        noun="reference",
    ),
    Field(
        "section",
        "Section",
        "sections",
        """
        theme; section; workstream; work stream; strand; pillar; priority area; audit; audit title; audit report; audit
        review; audit area; report title; review title; name of audit; audit name; category; domain; topic; bucket name;
        bucket; epic; component; key line of enquiry; area?; standard?; objective?; goal?; report?; key priority?;
        meeting?; source?; agenda item?; strategic priority; strategic objective; key priority; corporate priority;
        group?; programme?; project?; chapter?; phase?; sub section; meeting and item?; thematic area; requirement area;
        improvement theme; part?; thema; core service
        """,
        looks(0, text=1, name=1, date=-2, percent=-4),
        akin=("title",),
        change_template="Section: {before} → {after}",
    ),
    Field(
        "title",
        "Title",
        "titles",
        """
        title; finding; findings; audit finding; governance issue; significant governance issue; issue; issues; issue
        identified; weakness; weakness identified; observation; subject; area for improvement; area of improvement;
        summary of finding; summary of issue; minute heading; matter; gap; concern; paper?; risk?; item title; relevant
        item; agenda item title; topic discussed; risk identified; key finding; root cause?; problem; hazard; fault;
        summary of fault; fault found; fault identified;
        mater; canfyddiad; you said; you told us; what you said; what you told us
        """,
        looks(0, text=1, name=1, date=-3, codes=-1, percent=-4, ref=-2),
        akin=("section", "defined"),
        prose=True,
        change_template="The title has changed",
        in_status="Title",
    ),
    Field(
        "defined",
        "Activity Defined",
        "what is to be done",
        """
        activity defined; action defined; what is to be done; agreed management action; management action; management
        actions; agreed action; agreed actions; action agreed; actions agreed; action required; actions required;
        required action; action to be taken; actions to be taken; action description; description of action; decision or
        action; decision action; improvement action; what will we do; what we will do; we will; what will be done; what
        needs to be done; what are we going to do; what we are going to do; what we need to do; what needs to happen;
        planned action; proposed action; proposed actions; key action; key actions; specific action; follow up action;
        action; actions; activity; activities; agreed recommendation; recommendation; recommendations; recommended
        action; task name; task; tasks; action point; action points; action item; action items; summary; description;
        details; detail?; milestone; deliverable; decision; resolution; undertaking; what; what was agreed; action
        needed; actions needed; action arising; actions arising; requirement?; requirements?; commitment; commitments;
        steps; steps to be taken; next steps?; how will we do it; how we will do it; to do; actions to deliver; actions
        to address; intended action; remedial action; corrective action; mitigating action; action plan; control
        measure; control measures; control measures required; proposed change; proposed changes; milestones;
        deliverables; action point agreed; target action?; further action?; further actions?; further action required?;
        further actions required?; action to mitigate; actions to mitigate; improvement?; improvements?; initiative;
        initiatives; intervention; request; instruction; mitigation; mitigations; cam gweithredu; camau gweithredu;
        gweithred; gweithredu; argymhelliad; argymhellion; we said we would; you asked us to; order recommendation;
        order or recommendation; direction; directions; remedy; remedies; agreed remedy; agreed remedies; remedy agreed;
        recommended remedy; savings proposal; savings proposals; saving proposal?; tasg
        """,
        _PROSE,
        akin=("owners", "title", "ref"),
        prose=True,
        stored_as=StoredAs.COLUMN,
        change_template="The wording of what is asked has changed",
        noun="what is to be done",
    ),
    Field(
        "response",
        "Management Response",
        "the management's response",
        """
        management response; management responses; managements response; officer response; officers response; response;
        response from management; service response; trust response; provider response; management comment; management
        comments; executive response; cabinet response; response of the executive; client response; auditee response;
        accepted; agreed; agreed yes no; accepted yes no; accept reject; agreed management response; response to
        recommendation; directorate response; ymateb; ymateb rheolwyr; ymateb y rheolwyr
        """,
        looks(-2, text=2, name=0, word=0, percent=-3),
        prose=True,
        change_template="The management's response has changed",
        in_status="Response",
    ),
    Field(
        "delivered",
        "Activity Delivered",
        "what was delivered",
        """
        activity delivered; action delivered; delivered; what was delivered; progress to date; progress update;
        progress updates; latest update; latest progress; latest position; where are we now; where are we; what
        has happened; current situation; where we are now; update on progress; progress made; progress achieved;
        progress against action; progress report; progress notes; progress summary; progress comments; status
        update; status comment; status comments; current position; action taken; actions taken; action taken to
        date; actions completed; work completed; what has been done; what we have done; implementation update;
        management update; service update; officer update; owner update; narrative; commentary; comments and
        updates; update; updates; update comments; comment; comments; notes; remarks; position; position
        statement; outcome update; progress and comments; action update; update on action; achievements;
        achieved; progress since last meeting; progress since; progress since last report; feedback?; follow
        up?; follow up findings; action undertaken; actions undertaken; steps taken; steps taken to date; steps
        taken by trustees; action taken by trustees; auditor comment; auditor comments; auditors comments; audit
        comment; latest comment; latest comments; current update; next steps?; completed actions; latest?;
        latest note; latest notes; actions to date; action to date; delivery update; work to date; completion
        notes; diweddariad; cynnydd hyd yma; we did; what we did; what have we done; update since; updates
        since; month review; six month review; twelve month review; sylwadau; diweddariad ar gynnydd
        """,
        _PROSE,
        akin=("progress",),
        many=True,
        prose=True,
        stored_as=StoredAs.COLUMN,
        change_template="What was delivered now reads: {after}",
        noun="what was delivered",
    ),
    *DATE_FIELDS,
    Field(
        "owners",
        "CMT Owner",
        "owners",
        """
        cmt owner; action owner; owner; owners; owning directorate; lead directorate; directorate; directorates; lead
        agency; lead agencies; lead partner; lead organisation; lead body; lead department; department; lead service;
        service; service area; organisation; agency; partner; partners; responsible party; responsible body; responsible
        organisation; responsible directorate; responsible agency; action lead; lead; leads; responsible team; team;
        division; responsible; responsibility; accountable; assigned to; by whom; action by; who; whom; responsible
        service; who will; owned by; business unit; faculty?; school?; unit?; lead unit; lead team; owning team;
        committee?; trust?; provider?; site?; location?; constituent body; named body; delivery partner; delivery lead;
        delivered by; action holders; to be actioned by; actioned by; for action by; for action; perchennog; arweinydd;
        gwasanaeth; cyfarwyddiaeth; cyfrifoldeb
        """,
        looks(-4, codes=3, name=2, word=-2, text=-2),
        akin=("officers",),
        stored_as=StoredAs.COLUMN,
        differs=_sets_differ,
        change_template="Owners: {before} → {after}",
        noun="owner",
    ),
    Field(
        "officers",
        "Officer",
        "officers",
        """
        lead officer; responsible officer; officer responsible; accountable officer; action officer; officer; officers;
        responsible person; person responsible; named lead; named officer; responsible manager; manager; manager
        responsible; lead manager; executive lead; lead officer em; lead executive; lead name; lead officer executive
        member; executive member; lead member; assignee; assigned; sponsor; executive; executive sponsor; senior
        responsible officer; sro; head of service; director; responsible director; contact; lead person; job title; post
        holder; lead officers; responsible officers; responsible lead; officer lead; management owner; owner name;
        executive director; lead director; cabinet member; portfolio holder; exec lead; operational lead; clinical lead;
        policy lead; action holder; project lead; project manager; name?; person?; people?; named person;
        named individual; officer name; responsible trustee; trustee responsible; lead trustee;
        role?; staff member; nominated officer; nominated lead; member lead; chief officer; assistant director;
        management lead; accountable executive; accountable director; responsible executive; action assigned to; action
        owner name; lead and title; senior responsible owner; exec; exec director; exec owner; exec sponsor; executive
        owner; swyddog cyfrifol; swyddog arweiniol; swyddog; person cyfrifol
        """,
        looks(-4, name=3, text=0, codes=0, word=-3),
        akin=("owners",),
        many=True,
        change_template="Officers: {before} → {after}",
        in_status="Officer as printed",
    ),
    Field(
        "priority",
        "Priority",
        "priorities",
        """
        priority; priority rating; priority level; priority grade; recommendation priority; grade; importance; severity;
        risk rating; risk level; risk grade; rating of recommendation; finding rating; audit rating; urgency;
        recommendation rating; category of recommendation; action priority; priority of recommendation; risk?;
        criticality; h m l; hml; risk category?; risk score; risk priority; priority high medium low; high medium low;
        must do should do; must should; must or should; rec priority; impact rating; level?; level of risk;
        significance; inherent risk; residual risk; finding grade; classification?; risk classification; blaenoriaeth
        """,
        looks(-3, word=3, ref=1, name=0, date=-4, codes=-1),
        change_template="Priority: {before} → {after}",
        in_status="Priority",
    ),
    Field(
        "progress",
        "Progress Indicator",
        "progress",
        """
        progress indicator; action status; status; current status; progress status; implementation status; status of
        action; status of recommendation; completion status; state; stage; open or closed; open closed; complete yes no;
        completed yes no; complete y n; completed y n; done y n; closed y n; complete; completed; done; closed;
        progress; action progress; status open closed; how far; proposed to open close; closed open; implemented;
        implemented y n; implemented yes no; completed?; closed?; in progress?; progress position; progress state;
        action complete; action completed; action closed; is it complete; delivery status; overall status; latest
        status; implementation?; resolution status; live or closed; live closed; open or complete; met not met;
        addressed; addressed yes no; complied; complied with; complied yes no; achieved y n; achieved yes no; closed yes
        no; done yes no; delivered y n; compliance; compliance status; compliance position; statws; cynnydd; sefyllfa
        """,
        _STATES,
        akin=("delivered",),
        stored_as=StoredAs.COLUMN,
        change_template="Progress: {before} → {after}",
        unsaid=True,
        noun="progress",
    ),
    Field(
        "rating",
        "Rating",
        "ratings",
        """
        rag rating; rag status; rag; brag; brag rating; brag status; bragg; rating; colour; delivery rating; progress
        rating; confidence; delivery confidence; assurance rating; health; rag progress; progress rag; traffic light;
        traffic lights; traffic light status; ragb; ragb status; b r a g; r a g; r a g b; rayg; rygb; ryg; brag rag;
        colour status; colour code; delivery rag; current rag; rag current; overall rag; rag rating current; on track y
        n
        """,
        _STATES,
        akin=("delivered",),
        change_template="Rating: {before} → {after}",
    ),
    Field(
        "percent",
        "% Complete",
        "percentages",
        """
        % complete; percent complete; percentage complete; complete percent; complete %; percentage; percent; %
        completed; %; percentage completed; completion percentage; progress %; % progress; % completion; percent done; %
        done; pct complete; pct; done %; progress percent; progress percentage; percentage progress; percentage done;
        completeness; % achieved; percentage achieved
        """,
        looks(-4, percent=3, ref=1, word=-2),
        change_template="Complete: {before} → {after}",
    ),
    Field(
        "evidence",
        "Evidence",
        "evidence",
        """
        evidence; evidence of completion; evidence provided; evidence of progress; evidence required; evidence
        of implementation; how will we know; how we will know; success measure; success measures; success
        criteria; measure of success; outcome measure; outcomes; link to evidence; supporting evidence; source
        of assurance; impact?; evidence of impact; outcome?; evidence and impact; proof of completion; evidence
        supplied; evidence seen; evidence held; evidence reviewed; evidence link; evidence location; proof;
        document link; measure; measures; monitoring; monitoring arrangements; how will it be measured; how will
        success be measured; kpi; kpis; performance measure; expected outcome; expected outcomes; intended
        outcome; desired outcome; benefit?; benefits?; what will success look like; tystiolaeth
        """,
        looks(0, text=1, date=-2, ref=-2, percent=-3),
        many=True,
        prose=True,
        in_status="Evidence as printed",
    ),
    Field(
        "scope",
        "Scope",
        "scopes",
        """
        scope; applies to; scope of recommendation; reach
        """,
        looks(0, name=1, date=-4, percent=-4),
    ),
)

FIELDS_BY_NAME: dict[str, Field] = {field.name: field for field in FIELDS}

OTHER = Field("", "", "other columns", "", {}, prose=True)
"""How a column is treated that is none of these: verbatim, under its own heading."""


def field_of(name: str) -> Field:
    """The field of that name; ``OTHER`` for a heading that is none."""
    return FIELDS_BY_NAME.get(name, OTHER)
