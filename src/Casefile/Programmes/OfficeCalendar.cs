using NodaTime;

namespace Throughline.Casefile.Programmes;

/// <summary>When an office is open, and time counted only while it is. All days are days in the office's own zone.</summary>
public sealed class OfficeCalendar(Office office)
{
    public Office Office { get; } = office;

    public bool IsOpen(LocalDate day) => WhyClosed(day) is null;

    /// <summary>A sentence for the screen, or null on an open day.</summary>
    public string? WhyClosed(LocalDate day) => throw new NotImplementedException();

    /// <summary>The first open day on or after <paramref name="from"/>.</summary>
    public LocalDate NextOpenDay(LocalDate from) => throw new NotImplementedException();

    /// <summary>The instant at which <paramref name="hours"/> of opening time have passed since <paramref name="from"/>.</summary>
    public Instant AddOpenHours(Instant from, int hours) => throw new NotImplementedException();

    /// <summary>The opening time between two instants; zero when they are in the wrong order.</summary>
    public Duration OpenHoursBetween(Instant from, Instant to) => throw new NotImplementedException();
}
