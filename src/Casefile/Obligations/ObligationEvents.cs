using NodaTime;

namespace Throughline.Casefile.Obligations;

/// <summary>The stored state. Whether one that runs is <em>upcoming</em> or <em>open</em> follows from the clock alone.</summary>
public enum ObligationState { Running, Met, MetLate, MissedToReview, Excused, ConfirmedMissed, Suspended, Cancelled }

/// <summary>One thing is due of this person. <paramref name="Closes"/> is the window's end; only that can ever lead to a miss.</summary>
[EventName("obligation-opened")]
public sealed record ObligationOpened(int Number, string Kind, Instant Opens, Instant Due, Instant Closes) : CaseEvent;

/// <summary>A place in the office's calendar, one for each person of the household, minors included.</summary>
[EventName("slot-booked")]
public sealed record SlotBooked(string Office, LocalDate Day, LocalTime Time, Instant At) : CaseEvent;

[EventName("slot-given-back")]
public sealed record SlotGivenBack(string Office, LocalDate Day, LocalTime Time, string Because) : CaseEvent;

/// <summary>The due date moved. Nobody has missed anything by it; <paramref name="Because"/> says who or what moved it.</summary>
[EventName("due-date-moved")]
public sealed record DueDateMoved(int Number, Instant Due, Instant Closes, string Because) : CaseEvent;

/// <summary>The duty is met by the check-in in the same case with event number <paramref name="CheckIn"/>.</summary>
[EventName("obligation-met")]
public sealed record ObligationMet(int Number, bool Late) : CaseEvent;

[EventName("obligation-cancelled")]
public sealed record ObligationCancelled(int Number, string Because) : CaseEvent;

/// <summary>Nothing is due while the case stands still.</summary>
[EventName("obligation-suspended")]
public sealed record ObligationSuspended(int Number) : CaseEvent;

/// <summary>It runs again; the due date that was moved stands beside it.</summary>
[EventName("obligation-resumed")]
public sealed record ObligationResumed(int Number) : CaseEvent;
