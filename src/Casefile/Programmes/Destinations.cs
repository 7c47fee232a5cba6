using Throughline.Casefile.Addresses;

namespace Throughline.Casefile.Programmes;

/// <summary>From an address to the office that serves it.</summary>
internal static class Destinations
{
    public static Destination Find(Programme programme, Address address, string? stateOfPostcode) => throw new NotImplementedException();
}
