using NodaTime;
using Throughline.Storage.Reading;

namespace Throughline.Host.Statistics;

/// <summary>When a practice really stopped: releases by pathway and week beside the declared dates.</summary>
internal static class PathwayReport
{
    public static Sheet Make(Installation installation)
    {
        var weeks = PathwayFigures.ByWeek(installation.Store);
        var pathways = installation.Programme.Pathways.Values.Select(p => new
        {
            pathway = p.Code,
            name = p.Name,
            declaredFrom = Iso(p.DeclaredFrom),
            declaredUntil = Iso(p.DeclaredUntil),
            lastIssued = Iso(weeks.Where(w => w.Pathway == p.Code).Select(w => (LocalDate?)w.LastIssued).Max()),
            afterDeclaredEnd = weeks.Where(w => w.Pathway == p.Code && w.Week > p.DeclaredUntil).Sum(w => w.Released),
        }).ToList();
        return new Sheet(
            $"Releases by pathway and week. As of {CohortReport.Instant(installation.Clock.GetCurrentInstant())}.",
            ["pathway", "week", "released#"],
            [.. weeks.Select(w => (IReadOnlyList<string>)[w.Pathway, Iso(w.Week)!, Sheet.Number(w.Released)])],
            [.. pathways.Select(p => $"{p.pathway}: declared from {p.declaredFrom}{(p.declaredUntil is null ? "" : $", stopped {p.declaredUntil}")}; last one issued {p.lastIssued ?? "never"}.")],
            Sheet.ToJson(new { pathways, weeks = weeks.Select(w => new { pathway = w.Pathway, week = Iso(w.Week), released = w.Released }) }));
    }

    private static string? Iso(LocalDate? date) => date?.ToString("uuuu-MM-dd", null);
}
