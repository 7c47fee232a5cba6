using System.Text.Json;
using System.Text.Json.Nodes;
using Throughline.Storage.Log;

namespace Throughline.Tests.Storage;

/// <summary>
/// What is stored today must be read for as long as the log lives: one approved text for each event type, the clear and the personal half.
/// A text that differs is a new version of the event, not a new approved text.
/// </summary>
public sealed class EventTextsTests
{
    private const string Why = "the station asked", Evidence = "letter of 10 November";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Plain = new() { Encoder = Indented.Encoder };
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Storage", "Approved");

    public static TheoryData<string> Names() => [.. EventJson.Types().Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_event_is_stored_as_its_approved_text(string name)
    {
        var (clear, personal) = EventJson.Write(Samples.Of(name, sparse: false), Why, Evidence);
        var text = JsonSerializer.Serialize(new JsonObject { ["clear"] = JsonNode.Parse(clear), ["personal"] = JsonNode.Parse(personal!) }, Indented) + "\n";
        var file = FileOf(name);

        Assert.True(File.Exists(Path.Combine(Folder, file)), $"{name} has no approved text. When this one is right, keep it as tests/Tests/Storage/Approved/{file}:\n{text}");
        Assert.Equal(File.ReadAllText(Path.Combine(Folder, file)), text);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_approved_text_is_read_as_the_event_that_it_was(string name)
    {
        var approved = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Folder, FileOf(name))))!;

        var (read, why, evidence) = EventJson.Read(name, Bytes(approved["clear"]), Bytes(approved["personal"]));

        Assert.Equal((Why, Evidence), (why, evidence));
        AssertSame(Samples.Of(name, sparse: false), read, name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_not_known_is_read_back_as_not_known(string name)
    {
        var sample = Samples.Of(name, sparse: true);
        var (clear, personal) = EventJson.Write(sample, null, null);

        var (read, why, evidence) = EventJson.Read(name, clear, personal);

        Assert.Equal((null, null), (why, evidence));
        AssertSame(sample, read, name);
    }

    [Fact]
    public void No_approved_text_is_left_without_its_event() =>
        Assert.Equal(EventJson.Types().Select(t => FileOf(t.Name)).Order(), Directory.GetFiles(Folder).Select(f => Path.GetFileName(f)).Order());

    private static string FileOf(string name) => name.Replace('/', '.') + ".json";

    private static byte[] Bytes(JsonNode? half) => System.Text.Encoding.UTF8.GetBytes(half!.ToJsonString(Plain));

    /// <summary>Value by value, because a record compares its lists by reference.</summary>
    private static void AssertSame(object? expected, object? actual, string path)
    {
        switch (expected)
        {
            case System.Collections.IEnumerable list and not string:
                Assert.Equal(list.Cast<object>(), Assert.IsAssignableFrom<System.Collections.IEnumerable>(actual).Cast<object>());
                break;
            case null or string or ValueType:
                Assert.True(Equals(expected, actual), $"{path}: {expected} was read as {actual}.");
                break;
            default:
                Assert.IsType(expected.GetType(), actual);
                foreach (var property in expected.GetType().GetProperties())
                {
                    AssertSame(property.GetValue(expected), property.GetValue(actual), $"{path}.{property.Name}");
                }

                break;
        }
    }
}
