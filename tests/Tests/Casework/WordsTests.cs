using NodaTime;
using Throughline.Casefile;
using Throughline.Host.Casework;
using Throughline.Host.Participant;
using Throughline.Host.Texts;
using Throughline.Storage.Log;

namespace Throughline.Tests.Casework;

public sealed class WordsTests
{
    public static TheoryData<string> Types() => [.. EventJson.Types().Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_event_is_told_to_the_person_in_both_languages(string name)
    {
        var text = NoticeTexts.All[FileLines.KeyOf(Samples.Of(name, sparse: false))];

        Assert.NotEqual("", text.English);
        Assert.NotEqual("", text.Spanish);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_event_is_told_to_the_desk_whatever_is_known_of_it(string name)
    {
        foreach (var e in new[] { Samples.Of(name, sparse: false), Samples.Of(name, sparse: true) })
        {
            var told = Telling.Of(e, DateTimeZone.Utc, place => place ?? "");

            Assert.NotEqual("", told.Icon);
            Assert.NotEqual("", told.Title.Trim());
        }
    }

    [Fact]
    public void No_event_type_shares_its_name_and_each_has_one() =>
        Assert.Equal(EventJson.Types().Count(), typeof(CaseEvent).Assembly.GetTypes().Count(t => t.IsSubclassOf(typeof(CaseEvent))));
}
