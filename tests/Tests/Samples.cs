using System.Collections.Immutable;
using System.Reflection;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Households;
using Throughline.Storage.Log;

namespace Throughline.Tests;

/// <summary>One event of each type: with everything it can hold, or (sparse) with only what it must.</summary>
internal static class Samples
{
    public static CaseEvent Of(string name, bool sparse) => (CaseEvent)Made(EventJson.Types().Single(t => t.Name == name).Type, sparse);

    private static object Made(Type type, bool sparse)
    {
        var nullability = new NullabilityInfoContext();
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        var made = constructor.Invoke([.. constructor.GetParameters().Select(p => Value(p.ParameterType, p.Name!, nullability.Create(p), sparse))]);
        if (constructor.GetParameters().Length == 0)
        {
            foreach (var property in type.GetProperties().Where(p => p.CanWrite))
            {
                property.SetValue(made, Value(property.PropertyType, property.Name, nullability.Create(property), sparse));
            }
        }

        return made;
    }

    private static object? Value(Type type, string name, NullabilityInfo nullability, bool sparse)
    {
        if (sparse && nullability.WriteState == NullabilityState.Nullable)
        {
            return null;
        }

        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
        {
            return Enum.GetValues(type).GetValue(1);
        }

        // Quotes, brackets and an accent: what a name or a sentence of staff may hold.
        return type == typeof(string) ? $"{char.ToLowerInvariant(name[0])}{name[1..]} \"ñ\" <1>"
            : type == typeof(bool) ? true
            : type == typeof(int) ? 7
            : type == typeof(long) ? 7L
            : type == typeof(Guid) ? new Guid("0198c0de-0000-7000-8000-000000000001")
            : type == typeof(Instant) ? Instant.FromUtc(2026, 11, 10, 15, 0).PlusNanoseconds(123_456_000)
            : type == typeof(LocalDate) ? new LocalDate(1994, 2, 3)
            : type == typeof(LocalTime) ? new LocalTime(8, 30)
            : type == typeof(OffsetDateTime) ? new LocalDateTime(2026, 11, 10, 8, 0).WithOffset(Offset.FromHours(-7))
            : type == typeof(CaseId) ? new CaseId(123)
            : type == typeof(HouseholdId) ? new HouseholdId(0x7eedfacecafebeef)
            : type == typeof(ImmutableArray<string>) ? ImmutableArray.Create("first", "second")
            : type == typeof(ImmutableArray<int>) ? ImmutableArray.Create(5, 7)
            : type == typeof(ImmutableArray<CountedFault>) ? ImmutableArray.Create((CountedFault)Made(typeof(CountedFault), sparse))
            : type == typeof(ImmutableSortedDictionary<string, string>) ? ImmutableSortedDictionary<string, string>.Empty.Add("sex", "?").Add("Birth Date", "31.02.1990")
            : Made(type, sparse);
    }
}
