using System.Globalization;
using NodaTime;
using Throughline.Host.Bridges;
using Throughline.Host.Participant;
using Throughline.Host.Parts;
using Throughline.Host.Texts;
using Throughline.Monitoring.Zones;

namespace Throughline.Host.Pages.Me;

/// <summary>What the person wears: the same band that the desk sees, the places and hours, the battery, and every collection with its reason and its end.</summary>
internal sealed class DeviceModel(Installation installation, IWearers wearers) : FullPage(installation)
{
    public Wearer? Worn { get; private set; }

    public IReadOnlyList<BandRow> Rows { get; private set; } = [];

    public string RawDays => Worn!.RawDays.ToString(CultureInfo.InvariantCulture);

    public BandWords Words => new(Capital(Say("device.in")), Capital(Say("device.out")), Capital(Say("device.unknown")), Capital(Say("device.unasked")));

    public void OnGet()
    {
        Worn = wearers.Of(Mine!.State.Id);
        Rows = Worn is null ? [] : Bands.Of(Installation.Store, Worn, Mine.State.Id, Now, new BandManner(Say("device.today"), Say("device.yesterday"), Say("device.nothing"), WordOf, Say("device.zones")));
    }

    public string KindOf(WornZone zone) => Say("device.zone." + zone.Kind switch { ZoneKind.Inclusion => "inclusion", ZoneKind.Exclusion => "exclusion", _ => "attendance" });

    public string Hour(int hour) => PersonTime.Clock(Language, new LocalTime(hour % 24, 0), true);

    private string WordOf(Verdict verdict) => Say(verdict switch { Verdict.In => "device.in", Verdict.Out => "device.out", _ => "device.unknown" });

    private static string Capital(string words) => words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
}
