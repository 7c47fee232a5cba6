using System.Runtime.CompilerServices;
using Throughline.Casefile;
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
        var e = (CaseEvent)RuntimeHelpers.GetUninitializedObject(EventJson.Types().Single(t => t.Name == name).Type);
        var text = NoticeTexts.All[FileLines.KeyOf(e)];

        Assert.NotEqual("", text.English);
        Assert.NotEqual("", text.Spanish);
    }

    [Fact]
    public void No_event_type_shares_its_name_and_each_has_one() =>
        Assert.Equal(EventJson.Types().Count(), typeof(CaseEvent).Assembly.GetTypes().Count(t => t.IsSubclassOf(typeof(CaseEvent))));
}
