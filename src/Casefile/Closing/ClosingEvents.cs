namespace Throughline.Casefile.Closing;

/// <summary>The case is closed, with a coded reason of the programme. What was due is cancelled by the same act.</summary>
[EventName("case-closed")]
public sealed record CaseClosed(string Reason) : CaseEvent;

/// <summary>It was closed wrongly, or begins again: the person gets the time that was left.</summary>
[EventName("case-reopened")]
public sealed record CaseReopened : CaseEvent;

/// <summary>Nothing can be due for a while: the person is in custody elsewhere, in hospital ...</summary>
[EventName("case-suspended")]
public sealed record CaseSuspended([property: Personal] string Because) : CaseEvent;

[EventName("case-resumed")]
public sealed record CaseResumed : CaseEvent;
