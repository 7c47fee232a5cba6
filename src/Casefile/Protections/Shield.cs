using System.Collections.Immutable;
using System.Reflection;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Devices;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Households;
using Throughline.Casefile.Messages;
using Throughline.Casefile.Parties;
using Throughline.Casefile.Releases;
using Throughline.Casefile.Transfers;

namespace Throughline.Casefile.Protections;

/// <summary>
/// A protected file as everybody sees it who is not named on it: without address, phone and household, in whatever line and sentence they
/// stand. For showing only: no rule is ever asked about it.
/// </summary>
public static class Shield
{
    public const string Hidden = "Not shown: the case is protected.";
    private const int LettersAtLeast = 4, DigitsAtLeast = 7;

    /// <param name="who">Null: nobody who could be named, such as a machine.</param>
    public static CaseFile For(CaseFile file, Actor? who) =>
        file.State.Protection is not { } p || (who is not null && p.MaySee(who)) ? file : Over(file);

    private static CaseFile Over(CaseFile file)
    {
        var secrets = new Secrets(file.Events);
        return CaseFile.Of(file.State.Id, [.. file.Events.Select(e => e with { Event = Over(e.Event, secrets), Why = secrets.Out(e.Why), Evidence = secrets.Out(e.Evidence) })]);
    }

    private static CaseEvent Over(CaseEvent e, Secrets secrets) => e switch
    {
        PersonReleased r => r with { Record = Over(r.Record), Household = null },
        ReleaseCorrected r => r with { Record = Over(r.Record) },
        AddressReported a => a with { Address = Address.None },
        AddressCodeMade a => a with { Code = Hidden },
        // A document names where somebody lives.
        AddressProven { Note: not null } a => a with { Note = Hidden },
        // The sentence that says why an office follows names the place where the person lives.
        HandoffSent h => h with { Because = Hidden },
        HandoffInherited h => h with { Because = Hidden },
        TransferProposed t => t with { Because = Hidden },
        HouseholdSplit => new HouseholdSplit(null, null, null),
        HouseholdJoined => new HouseholdJoined(null, null, null),
        WayToReachChosen w => w with { Email = null },
        // A helper may live at the same address.
        PartyNamed p => p with { Contact = Hidden },
        // A zone around a home is an address, and so is whatever lies near it.
        DeviceTermsProposed { Zone: not null } d => d with { Zone = Over(d.Zone) },
        DeviceTermsMadeStricter { Zone: not null } d => d with { Zone = Over(d.Zone) },
        DeviceTermsEased { Zone: not null } d => d with { Zone = Over(d.Zone) },
        PlaceNoted p => p with { Name = Hidden, At = Hidden },
        ProtectionBegan p => p with { Left = null },
        _ => secrets.Out(e),
    };

    private static ZoneTerms Over(ZoneTerms zone) => zone with { Name = Hidden, Shape = "" };

    /// <summary>What a sender wrote and no column of ours holds may hold anything.</summary>
    private static ReleaseRecord Over(ReleaseRecord r) => r with { Address = Address.None, Phone = null, FamilyUnitId = null, AsWritten = null, OtherColumns = null };

    /// <summary>What no text may say: streets as lines, phones as digits in any writing.</summary>
    private sealed class Secrets
    {
        private readonly HashSet<string> _lines = new(StringComparer.OrdinalIgnoreCase), _digits = [];

        public Secrets(ImmutableArray<RecordedEvent> events)
        {
            foreach (var e in events)
            {
                var (address, record) = e.Event switch
                {
                    PersonReleased r => (r.Record.Address, r.Record),
                    ReleaseCorrected r => (r.Record.Address, r.Record),
                    AddressReported a => (a.Address, null),
                    _ => (Address.None, (ReleaseRecord?)null),
                };
                _lines.UnionWith(new[] { address.Line, address.PostalCode, record?.FamilyUnitId ?? "" }.Where(l => l.Length >= LettersAtLeast));
                _digits.UnionWith(new[] { Digits(record?.Phone) }.Where(d => d.Length >= DigitsAtLeast).Select(d => d[^DigitsAtLeast..]));
            }
        }

        public string? Out(string? text) => text is not null && Holds(text) ? Hidden : text;

        public CaseEvent Out(CaseEvent e)
        {
            var constructor = e.GetType().GetConstructors().MaxBy(c => c.GetParameters().Length)!;
            var values = constructor.GetParameters().Select(p => e.GetType().GetProperty(p.Name!, BindingFlags.Instance | BindingFlags.Public)!.GetValue(e)).ToArray();
            return values.OfType<string>().Any(Holds) ? (CaseEvent)constructor.Invoke([.. values.Select(v => v is string text ? Out(text) : v)]) : e;
        }

        private bool Holds(string text) => _lines.Any(l => text.Contains(l, StringComparison.OrdinalIgnoreCase)) || (_digits.Count > 0 && Digits(text) is var digits && _digits.Any(d => digits.Contains(d, StringComparison.Ordinal)));

        private static string Digits(string? text) => new([.. (text ?? "").Where(char.IsAsciiDigit)]);
    }
}
