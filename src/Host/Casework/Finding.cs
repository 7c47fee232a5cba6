using System.Globalization;
using Throughline.Casefile;
using Throughline.Casefile.People;
using Throughline.Storage.Reading;

namespace Throughline.Host.Casework;

/// <summary>One box finds a person: name in any spelling, number, phone, the notice's code, a case or record number.</summary>
internal sealed class Finding(Installation installation)
{
    // The index knows beginnings by three letters: "mart" brings every María too, and they must not crowd out the one who is meant.
    private const int CandidatesAtMost = 2000;

    // So many who are called as it was typed are a page and its order; those who only sound alike would stand behind them.
    private const int Enough = 100;
    private const int NoMatch = 100;

    /// <param name="isByNumberOfProtected">A phone leads to a protected person only where the program itself asks.</param>
    /// <returns>At most <paramref name="atMost"/> cases, the closest first, and whether there were more.</returns>
    public (IReadOnlyList<ListedCase> Found, bool AreMore) Find(string query, int atMost = 40, string kind = "release", bool isByNumberOfProtected = false)
    {
        var text = query.Trim();
        if (text.Length == 0)
        {
            return ([], false);
        }

        if (NoticeCodes.Read(text) is { } code && installation.Cases.ByCode(code) is { Count: > 0 } byCode)
        {
            // The members of a protected household are nobody's list.
            return (byCode[0].Household is { } h && !byCode[0].Card.IsProtected ? installation.Cases.Household(h) : byCode, false);
        }

        if (installation.Cases.Find(text) is { } exact)
        {
            return (Together([.. installation.Cases.ByIds([exact.State.Id.Number]).Where(c => c.Kind is "release" or "walk-in")]), false);
        }

        var (ids, mayBeMore) = installation.Search.Find(text, Enough, CandidatesAtMost);
        var found = installation.Cases.ByIds(ids).Where(c => c.Kind == kind && (isByNumberOfProtected || !c.Card.IsProtected || text.Any(char.IsLetter)))
            .Select(c => (Case: c, Far: NameKeys.Closeness(text, c.Card.GivenName, c.Card.Surname))).Where(c => c.Far < NoMatch)
            .OrderBy(c => c.Far).ThenBy(c => c.Case.Card.FullName, StringComparer.Create(CultureInfo.InvariantCulture, true)).Select(c => c.Case).ToList();
        return (kind == "release" ? Together([.. found.Take(atMost)]) : [.. found.Take(atMost)], found.Count > atMost || mayBeMore);
    }

    /// <summary>The cases of one person stand behind the one that was found, also those that are written in another way.</summary>
    private List<ListedCase> Together(List<ListedCase> found)
    {
        var links = installation.Cases.SamePerson([.. found.Select(c => c.Id)]);
        if (links.Count == 0)
        {
            return found;
        }

        var all = installation.Cases.ByIds([.. links.SelectMany(l => l).Select(id => id.Number).Distinct()]).Concat(found).DistinctBy(c => c.Id).ToDictionary(c => c.Id);
        return [.. found.SelectMany(c => links[c.Id].Where(all.ContainsKey).Select(id => all[id]).Prepend(c)).DistinctBy(c => c.Id)];
    }
}
