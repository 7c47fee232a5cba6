using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Throughline.Casefile.Keeping;
using Throughline.Casefile.Programmes;
using Throughline.Host.Access;
using Throughline.Host.Casework;
using Throughline.Storage.Keeping;

namespace Throughline.Host.Pages.Desk;

/// <summary>What is kept for how long, and the receipts of what was ended.</summary>
internal sealed class RetentionModel(Installation installation) : DeskPage(installation)
{
    private const int AtOnce = 100;

    [BindProperty(SupportsGet = true)]
    public int From { get; set; }

    public IReadOnlyList<Receipt> Receipts { get; private set; } = [];

    public LocalDate? LastRun { get; private set; }

    public IReadOnlyList<RetentionClass> Rules => Installation.Programme.Retention;

    public string Programme => $"{Installation.Programme.Name}, version {Installation.Programme.Version.Split('+')[0]}";

    public string? EarlierHref => From > 0 ? $"/desk/retention?from={Math.Max(0, From - AtOnce)}" : null;

    public string? NextHref { get; private set; }

    /// <summary>A class of which this program holds something.</summary>
    public static bool IsCarriedOut(RetentionClass rule) => RetentionRules.Known.Any(k => k.Code == rule.Code);

    public void OnGet()
    {
        From = Math.Max(0, From);
        var receipts = Storage.Keeping.Receipts.List(Installation.Store, From, AtOnce + 1);
        (Receipts, NextHref, LastRun) = ([.. receipts.Take(AtOnce)], receipts.Count > AtOnce ? $"/desk/retention?from={From + AtOnce}" : null, Retaining.LastRun(Installation.Store));
    }

    /// <summary>In the programme's words; the code of a class that it has no longer.</summary>
    public string Keeps(string @class) => Rules.FirstOrDefault(r => r.Code == @class)?.Keeps ?? @class;
}
