using System.Collections;
using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile;
using Throughline.Host.Casework;
using Throughline.Storage.Log;

namespace Throughline.Tests.Casework;

public sealed class TellingTests
{
    public static TheoryData<string> Types() => [.. EventJson.Types().Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_event_is_told_at_the_desk_in_words(string name)
    {
        var e = (CaseEvent)Made(EventJson.Types().Single(t => t.Name == name).Type)!;

        var told = Telling.Of(e, DateTimeZone.Utc, code => $"the place {code}");

        Assert.NotEqual("", told.Icon);
        Assert.Matches("^[A-Z0-9]", told.Title);
        Assert.DoesNotContain("Throughline.", told.Title + told.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("!", told.Title + told.Text, StringComparison.Ordinal);
    }

    /// <summary>An event with something in every place: its shape is what counts here, not its sense.</summary>
    private static object? Made(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Made(inner);
        }

        return type switch
        {
            _ when type == typeof(string) => "Words",
            _ when type == typeof(Instant) => TestInstallation.Start,
            _ when type == typeof(LocalDate) => new LocalDate(2026, 11, 10),
            _ when type == typeof(LocalTime) => new LocalTime(9, 30),
            _ when type == typeof(OffsetDateTime) => TestInstallation.Start.WithOffset(Offset.Zero),
            _ when type.IsPrimitive || type.IsEnum => Activator.CreateInstance(type),
            _ when typeof(IEnumerable).IsAssignableFrom(type) => Empty(type),
            _ when type.GetConstructors().MaxBy(c => c.GetParameters().Length) is { } constructor =>
                constructor.Invoke([.. constructor.GetParameters().Select(p => Made(p.ParameterType))]),
            _ => Activator.CreateInstance(type),
        };
    }

    private static object? Empty(Type type) =>
        type.IsInterface ? null
        : type.IsValueType ? type.GetField("Empty")?.GetValue(null) ?? Activator.CreateInstance(type)
        : type.GetField(nameof(ImmutableList<>.Empty))?.GetValue(null);
}
