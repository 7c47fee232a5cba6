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

    /// <returns>At most <paramref name="atMost"/> cases, the closest first, and whether there were more.</returns>
    public (IReadOnlyList<ListedCase> Found, bool AreMore) Find(string query, int atMost = 40, string kind = "release")
    {
        var text = query.Trim();
        if (text.Length == 0)
        {
            return ([], false);
        }

        if (NoticeCodes.Read(text) is { } code && installation.Cases.ByCode(code) is { Count: > 0 } byCode)
        {
            return (byCode[0].Household is { } h ? installation.Cases.Household(h) : byCode, false);
        }

        if (installation.Cases.Find(text) is { } exact)
        {
            return ([.. installation.Cases.ByIds([exact.State.Id.Number]).Where(c => c.Kind is "release" or "walk-in")], false);
        }

        var (ids, mayBeMore) = installation.Search.Find(text, Enough, CandidatesAtMost);
        var found = installation.Cases.ByIds(ids).Where(c => c.Kind == kind)
            .Select(c => (Case: c, Far: NameKeys.Closeness(text, c.Card.GivenName, c.Card.Surname))).Where(c => c.Far < NoMatch)
            .OrderBy(c => c.Far).ThenBy(c => c.Case.Card.FullName, StringComparer.Create(CultureInfo.InvariantCulture, true)).Select(c => c.Case).ToList();
        return ([.. found.Take(atMost)], found.Count > atMost || mayBeMore);
    }
}
