using NodaTime;
using Throughline.Casefile.Programmes;

namespace Throughline.Casefile.Faults;

/// <summary>Days on which an office was declared closed, beside the holidays that its programme knows.</summary>
public static class Closures
{
    /// <summary>The office with its declared closures as closed days. A closure counts for every day that it touches between opening and closing time.</summary>
    public static Office Apply(Office office, IEnumerable<Fault> faults)
    {
        var holidays = office.Holidays;
        foreach (var closure in faults.Where(f => f is { Kind: FaultKinds.OfficeClosed, IsWithdrawn: false } && f.Office == office.Code))
        {
            var until = (closure.Until ?? closure.From + Duration.FromDays(1)).InZone(office.Zone);
            for (var day = closure.From.InZone(office.Zone).Date; day <= until.Date; day = day.PlusDays(1))
            {
                var touches = closure.From.InZone(office.Zone).LocalDateTime < day + office.Closes && until.LocalDateTime > day + office.Opens;
                holidays = touches && !holidays.ContainsKey(day) ? holidays.Add(day, closure.Words) : holidays;
            }
        }

        return office with { Holidays = holidays };
    }
}
