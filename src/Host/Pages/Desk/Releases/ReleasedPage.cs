using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Throughline.Casefile;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Protections;
using Throughline.Host.Access;
using Throughline.Host.Papers;

namespace Throughline.Host.Pages.Desk.Releases;

/// <summary>A page about a household that was released: the case of the address, the others, and the one notice of them all.</summary>
internal abstract class ReleasedPage(Installation installation) : DeskPage(installation)
{
    public CaseFile Opened { get; private set; } = null!;

    public Release Release => Opened.State.Release!;

    /// <summary>Adults first, each in the order of the numbers.</summary>
    public ImmutableArray<CaseFile> Household { get; private set; } = [];

    public IEnumerable<CaseFile> Adults => Household.Where(f => !f.State.Release!.IsMinor);

    /// <summary>The member on whose case the notice was issued; null where there is none (history, a child without an adult).</summary>
    public CaseFile? Holder => Household.FirstOrDefault(f => f.State.Notices.Values.Any(n => n.Code is not null));

    public Notice? Notice => Holder?.State.Notices.Values.First(n => n.Code is not null);

    /// <summary>Who stands for the household: the first adult, whose duty it is to report.</summary>
    public CaseFile Lead => Adults.FirstOrDefault() ?? Household[0];

    public string Code => Written(Notice?.Code);

    /// <summary>Twelve characters in three groups, as on the paper.</summary>
    public static string Written(string? code) => code is null ? "" : string.Join('-', code.Chunk(4).Select(c => new string(c)));

    /// <summary>
    /// The released person's file with its household, and a line in each access record. False when there is none, or none for this
    /// desk: both are "not found", so that nobody learns by asking.
    /// </summary>
    [MemberNotNullWhen(true, nameof(Opened))]
    protected async Task<bool> OpenAsync(string id, string reason, bool stationOnly)
    {
        if (!CaseId.TryParse(id, out var number) || Installation.Cases.Load(number) is not { State: { Release: not null, Erased: null } } file)
        {
            return false;
        }

        if (!MayOpen(file.State, stationOnly))
        {
            await Accesses.RecordAsync(Installation, Who, [number], "Asked for a case of another place", HttpContext.Request.Path);
            return false;
        }

        Opened = Shield.For(file, Who);
        Household = Opened.State.Release!.Household is { } household
            ? [.. Installation.Cases.Household(household.Number).Select(m => Installation.Cases.Load(m.Id)!).OrderBy(f => f.State.Release!.IsMinor).ThenBy(f => f.State.Id)]
            : [Opened];
        await Accesses.RecordAsync(Installation, Who, Household.Select(f => f.State.Id), reason, HttpContext.Request.Path);
        return true;
    }

    /// <summary>The words of the household's notice; null where there is none, or none for this desk.</summary>
    protected async Task<NoticePaper?> PaperAsync(string id, PublicUrl publicUrl) =>
        await OpenAsync(id, "print the notice", stationOnly: false) && Notice is { } notice
            ? new NoticePaper(Installation, publicUrl, Household, Holder!, notice, NameOf)
            : null;

    private bool MayOpen(Case state, bool stationOnly) =>
        IsStation ? state.Release!.Station == Place
        : !stationOnly && (User.RoleName() == Roles.Inspector || state.Handoff.Office == Place && User.RoleName() != Roles.Analyst);
}
