namespace Throughline.Casefile.Messages;

/// <summary>A message left us. Its number is the same however often the sending had to be tried; its words stand in the texts of the language.</summary>
/// <param name="Kind">reminder, moved ...</param>
/// <param name="Channel">sms, e-mail, letter or folder.</param>
[EventName("message-sent")]
public sealed record MessageSent(string Message, string Kind, string Channel, string Language, [property: Personal] string Text) : CaseEvent;

/// <summary>A person handed the printed letter to the post. That it arrived, this does not say.</summary>
[EventName("message-posted")]
public sealed record MessagePosted(string Message) : CaseEvent;

[EventName("message-delivered")]
public sealed record MessageDelivered(string Message) : CaseEvent;

/// <summary>It came back, or its sender gave it up.</summary>
[EventName("message-bounced")]
public sealed record MessageBounced(string Message, [property: Personal] string Because) : CaseEvent;

/// <summary>
/// Somebody wrote to us from a number that this person gave. A number identifies nobody: it may be shared, and the message stands in every
/// file that names it.
/// </summary>
[EventName("message-received")]
public sealed record MessageReceived(string Channel, [property: Personal] string Text) : CaseEvent;
