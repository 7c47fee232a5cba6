using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Devices;

namespace Throughline.Host.Casework;

/// <summary>The lines about devices and zones in the words of the desk.</summary>
internal static class DeviceTelling
{
    public static Told? Of(CaseEvent e, DateTimeZone zone) => e switch
    {
        HealthScreened h => new("person", h.IsClear ? "Health screen: nothing speaks against a device" : "Health screen: something speaks against a device", $"{HealthRules.Words(h.Yes)}. {h.Note}"),
        DeviceDespiteHealthProposed p => new("pencil", "A superior is asked to allow a device in spite of the health screen", $"Line {p.Screen}. {p.Reasons} Milder means considered: {p.MeansTried}"),
        DeviceAllowed a => new("file", "A superior allowed a device in spite of the health screen", $"It holds for line {a.Screen} only."),
        DeviceAssigned d => new("key", $"Device {d.Label} is assigned", $"{d.Model}. Reports every {d.IntervalSeconds} seconds; positions are kept for {d.RawDays} days. Nothing is collected before it is fitted."),
        DeviceFitted d => new("tick", "The device is fitted", $"By {d.By}, at {d.Place}. {Words(DeviceRules.Checks, d.HowChecked)}."),
        DeviceConfirmed => new("tick", "The device is here", "The office has seen what travelled with the hand-off."),
        DeviceAskedBack d => new("back", "The device is asked back", $"{d.Because} Nothing more is collected."),
        DeviceReturned d => new("back", d.IsReplaced ? "The device came back and is replaced" : "The device came back", $"{Words(DeviceRules.Conditions, d.Condition)}. {d.Note}"),
        DeviceLost d => new("ban", "The device is lost", $"{d.Note} This counts against nobody."),
        DeviceTermsProposed p => new("pencil", "A second person is asked for stricter device terms", $"{Change(p.Zone, p.Collection, zone)} {Rests(p.Grounds)} {p.Reasons} Milder means tried: {p.MeansTried}"),
        DeviceTermsMadeStricter s => new("file", "The device terms are stricter", $"{Change(s.Zone, s.Collection, zone)} {Rests(s.Grounds)} They fall when one of these falls."),
        DeviceTermsEased t => new("tick", t.Without is null ? "The device terms are milder" : "A zone is gone", $"{Change(t.Zone, t.Collection, zone)} {t.Reasons}"),
        DeviceTermsWithdrawn t => new("back", "The stricter device terms are withdrawn", $"Those of line {t.Line}. {t.Because}"),
        PlaceNoted p => new("pin", $"A place of daily life is noted: {PlaceKinds.Words(p.Kind)}", $"{p.Name}. Nothing is watched there."),
        PlaceForgotten => new("ban", "A place of daily life is taken out", ""),
        _ => null,
    };

    /// <summary>A zone or what is collected, in one sentence.</summary>
    public static string Change(ZoneTerms? zone, CollectionTerms? collection, DateTimeZone at) => string.Join(' ', new[]
    {
        zone is null ? null : $"Zone “{zone.Name}”: {Lower(ZoneKinds.Words(zone.Kind))}, {zone.Hours ?? "always"}{(zone.Exceptions is null ? "" : $", but {zone.Exceptions}")}; {zone.Buffer} m in the person’s favour, {zone.Fixes} positions{(zone.DwellSeconds == 0 ? "" : $" over {zone.DwellSeconds} seconds")}{(zone.Until is { } until ? $"; until {until.InZone(at).Date:uuuu-MM-dd}" : "")}.",
        collection is null ? null : $"Reports every {collection.IntervalSeconds} seconds, {collection.Hours ?? "at all hours"}; positions are kept for {collection.RawDays} days.",
    }.OfType<string>());

    private static string Lower(string words) => char.ToLowerInvariant(words[0]) + words[1..];

    private static string Rests(IEnumerable<int> grounds) => $"Rests on {string.Join(", ", grounds.Select(g => $"line {g}"))}.";

    private static string Words(IReadOnlyList<(string Code, string Words)> list, string code) => list.FirstOrDefault(c => c.Code == code).Words ?? code;
}
