using System.Globalization;

namespace Throughline.Casefile.Households;

/// <summary>The people of one family unit. A keyed hash of the sender's family number, or chance: it tells nothing about anyone.</summary>
public readonly record struct HouseholdId(long Number)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"H-{Number:x16}");
}
