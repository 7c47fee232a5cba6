using NodaTime;

namespace Throughline.Casefile.Notices;

/// <summary>
/// A notice was made for the household. Its code opens only what is due, for the people of that household,
/// until the window's end; it is no password and is stored like the person's other data.
/// </summary>
[EventName("notice-issued")]
public sealed record NoticeIssued(string Kind, string Language, [property: Personal] string Code) : CaseEvent;

/// <summary>The person got the paper. Served, filed and known are three facts; none follows from another.</summary>
[EventName("notice-served")]
public sealed record NoticeServed(string Kind, [property: Personal] string? HowServed = null) : CaseEvent;

/// <summary>The court got the paper. <paramref name="BeforeServed"/>: filed without a service that we know of; kept and flagged.</summary>
[EventName("notice-filed")]
public sealed record NoticeFiled(string Kind, bool BeforeServed, [property: Personal] string? Reference = null) : CaseEvent;

/// <summary>The person understood the paper: in which language, through whom, and how that was checked.</summary>
[EventName("notice-known")]
public sealed record NoticeKnown(string Kind, string Language, [property: Personal] string? Interpreter, [property: Personal] string HowChecked) : CaseEvent;
