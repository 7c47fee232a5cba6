using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using Throughline.Casefile;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Households;
using Throughline.Casefile.Keeping;
using Throughline.Casefile.Releases;

namespace Throughline.Storage.Log;

/// <summary>
/// The stored form of events: one JSON object of what figures may read, and one of what is personal, which is then encrypted.
/// Names are those of <see cref="EventNameAttribute"/>, never the type's.
/// </summary>
internal static class EventJson
{
    private static readonly FrozenDictionary<Type, string> Names = Types().ToFrozenDictionary(t => t.Type, t => t.Name);
    private static readonly FrozenDictionary<string, Type> ByName = Types().ToFrozenDictionary(t => t.Name, t => t.Type);

    private static readonly FrozenSet<Type> HasPersonal =
        Types().Select(t => t.Type).Where(t => t.GetProperties().Any(p => p.IsDefined(typeof(PersonalAttribute), true))).ToFrozenSet();

    private static readonly ConcurrentDictionary<Type, byte[]> Markers = new();
    private static readonly byte[] Nothing = "{}"u8.ToArray();
    private static readonly JsonSerializerOptions Whole = Options(null);
    private static readonly JsonSerializerOptions Clear = Options(personal: false);
    private static readonly JsonSerializerOptions Personal = Options(personal: true);

    public static IEnumerable<(Type Type, string Name)> Types() =>
        from type in typeof(CaseEvent).Assembly.GetTypes()
        let name = type.GetCustomAttribute<EventNameAttribute>()
        where name is not null
        select (type, $"{name.Name}/{name.Version}");

    public static JsonSerializerOptions Readable => Whole;

    public static string NameOf(CaseEvent e) => Names[e.GetType()];

    /// <summary>The two halves. <c>Sealed</c> is null when nothing in it is personal.</summary>
    public static (byte[] Clear, byte[]? Sealed) Write(CaseEvent e, string? why, string? evidence)
    {
        var clear = JsonSerializer.SerializeToUtf8Bytes(e, e.GetType(), Clear);
        var personal = HasPersonal.Contains(e.GetType()) ? JsonSerializer.SerializeToUtf8Bytes(e, e.GetType(), Personal) : Nothing;
        if (why is not null || evidence is not null)
        {
            personal = Join(personal, JsonSerializer.SerializeToUtf8Bytes(new Grounds(why, evidence), Whole));
        }

        return (clear, personal.Length > 2 ? personal : null);
    }

    /// <exception cref="JsonException">The stored text is not the event that its type says.</exception>
    public static (CaseEvent Event, string? Why, string? Evidence) Read(string type, byte[] clear, byte[]? personal)
    {
        var clr = ByName.GetValueOrDefault(type) ?? throw new JsonException($"Unknown event type {type}: this store was written by a newer program.");
        var whole = personal is null ? clear : Join(clear, personal);
        var e = (CaseEvent)JsonSerializer.Deserialize(whole, clr, Whole)!;
        if (personal is null)
        {
            return (e, null, null);
        }

        var grounds = JsonSerializer.Deserialize<Grounds>(personal, Whole)!;
        return (e, grounds.Why, grounds.Evidence);
    }

    /// <summary>An event whose personal half nobody can read any more: each text in it is the marker, each other value is none.</summary>
    public static CaseEvent ReadErased(string type, byte[] clear)
    {
        var clr = ByName.GetValueOrDefault(type) ?? throw new JsonException($"Unknown event type {type}: this store was written by a newer program.");
        return (CaseEvent)JsonSerializer.Deserialize(Join(clear, Markers.GetOrAdd(clr, MarkersOf)), clr, Whole)!;
    }

    /// <summary>The personal half of a type as it is read when it is gone. What may be missing is missing.</summary>
    private static byte[] MarkersOf(Type type)
    {
        var half = new JsonObject();
        var nullability = new NullabilityInfoContext();
        foreach (var property in type.GetProperties().Where(p => p.IsDefined(typeof(PersonalAttribute), true)))
        {
            if (nullability.Create(property).ReadState != NullabilityState.Nullable)
            {
                half[JsonNamingPolicy.CamelCase.ConvertName(property.Name)] = JsonSerializer.SerializeToNode(MarkerOf(property.PropertyType), property.PropertyType, Whole);
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(half, Whole);
    }

    private static object MarkerOf(Type type) =>
        type == typeof(string) ? Erasure.Marker
        : type == typeof(ReleaseRecord) ? new ReleaseRecord { RecordId = Erasure.Marker, Surname = Erasure.Marker }
        : type == typeof(Address) ? Address.None
        : type == typeof(ImmutableSortedDictionary<string, string>) ? ImmutableSortedDictionary<string, string>.Empty
        : throw new InvalidOperationException($"A personal {type.Name} has no marker: say what is read in its place.");

    /// <summary>Two objects as one: both are written by us, so cutting a brace is safe.</summary>
    private static byte[] Join(byte[] first, byte[] second)
    {
        if (first.Length == 2)
        {
            return second;
        }

        if (second.Length == 2)
        {
            return first;
        }

        var joined = new byte[first.Length + second.Length - 1];
        first.AsSpan(0, first.Length - 1).CopyTo(joined);
        joined[first.Length - 1] = (byte)',';
        second.AsSpan(1).CopyTo(joined.AsSpan(first.Length));
        return joined;
    }

    private static JsonSerializerOptions Options(bool? personal)
    {
        var resolver = new DefaultJsonTypeInfoResolver();
        if (personal is { } wanted)
        {
            resolver.Modifiers.Add(info =>
            {
                if (!typeof(CaseEvent).IsAssignableFrom(info.Type))
                {
                    return;
                }

                for (var i = info.Properties.Count - 1; i >= 0; i--)
                {
                    var isPersonal = info.Properties[i].AttributeProvider?.IsDefined(typeof(PersonalAttribute), true) == true;
                    if (isPersonal != wanted)
                    {
                        info.Properties.RemoveAt(i);
                    }
                }
            });
        }

        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = resolver,
            Converters =
            {
                new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower),
                new CaseIdJson(),
                new HouseholdIdJson(),
            },
        };
        return options.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);
    }

    private sealed record Grounds(
        [property: JsonPropertyName("$why")] string? Why,
        [property: JsonPropertyName("$evidence")] string? Evidence);

    private sealed class CaseIdJson : JsonConverter<CaseId>
    {
        public override CaseId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => CaseId.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, CaseId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }

    private sealed class HouseholdIdJson : JsonConverter<HouseholdId>
    {
        public override HouseholdId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, HouseholdId value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Number);
    }
}
