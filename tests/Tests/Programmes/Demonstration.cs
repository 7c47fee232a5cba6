using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile.Programmes;
using Throughline.Host.Programmes;

namespace Throughline.Tests.Programmes;

/// <summary>The programme that ships, and offices that differ from its Denver in one respect.</summary>
internal static class Demonstration
{
    public static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "programme");

    public static Programme Shipped { get; } = ProgrammeFile.Load(Folder);

    public static Office Denver => Shipped.Offices["DEN"];

    public static Instant At(Office office, int year, int month, int day, int hour, int minute = 0, int second = 0) =>
        new LocalDateTime(year, month, day, hour, minute, second).InZoneStrictly(office.Zone).ToInstant();

    public static Office OpenEveryDay(this Office office) => office with
    {
        OpeningDays = [.. Enum.GetValues<IsoDayOfWeek>().Where(d => d != IsoDayOfWeek.None)],
        Holidays = ImmutableSortedDictionary<LocalDate, string>.Empty,
    };
}
