using System.Collections.Immutable;
using NodaTime;

namespace Throughline.Monitoring.Zones;

/// <summary>From a day and time of the week to another, local; it may pass midnight and the end of the week. The end is not in it.</summary>
public readonly record struct WeekPart(IsoDayOfWeek Day, LocalTime From, IsoDayOfWeek LastDay, LocalTime Until);

/// <summary>On this date these parts hold in place of those that would begin on it; none: nothing begins.</summary>
public sealed record DayApart(LocalDate Date, ImmutableArray<(LocalTime From, LocalTime Until)> Parts, string Reason);

/// <summary>Parts of the week in a zone's local time, with the dates on which they differ.</summary>
public sealed record WeekHours(ImmutableArray<WeekPart> Parts, ImmutableArray<DayApart> Exceptions);
