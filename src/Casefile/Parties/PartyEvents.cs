using System.Collections.Immutable;

namespace Throughline.Casefile.Parties;

/// <summary>The person names a lawyer or helper; staff record it on the person's word.</summary>
/// <param name="Kind">lawyer or helper.</param>
/// <param name="Channel">sms, e-mail or letter.</param>
/// <param name="Sees">What the person lets them see: see <see cref="PartyRules.Sights"/>. Told of closing and of what is stricter they are in any case.</param>
[EventName("party-named")]
public sealed record PartyNamed(string Kind, string Channel, ImmutableArray<string> Sees, [property: Personal] string Name, [property: Personal] string Contact) : CaseEvent;

/// <summary>From now on this lawyer or helper sees nothing and is told nothing. No reason is asked.</summary>
/// <param name="Party">The version number of the line that named them.</param>
[EventName("party-ended")]
public sealed record PartyEnded(int Party) : CaseEvent;
