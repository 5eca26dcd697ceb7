using Cronos;

namespace AiInfra.Core.Pipelines;

/// <summary>When a pipeline runs by itself: a cron expression in a time zone. Where clocks change, a time that does not exist is run when the clocks have moved, and one that comes twice is run once, unless the expression asks for intervals ("*/30 * * * *").</summary>
public sealed class PipelineSchedule
{
    private const int MostCounted = 10_000;
    private readonly CronExpression _cron;

    /// <summary>Reads an expression.</summary>
    /// <param name="cron">Minute, hour, day of the month, month, day of the week, for example "0 3 * * *" for three o'clock every night, or "0 6 * * MON-FRI"; with a field of seconds before them "*/10 * * * * *". "@daily" and its like are understood.</param>
    /// <param name="timeZone">The zone whose clock is meant; null for UTC.</param>
    /// <param name="missed">What becomes of runs whose time passed unused.</param>
    /// <exception cref="ArgumentException">It is no cron expression, or none whose time ever comes.</exception>
    public PipelineSchedule(string cron, TimeZoneInfo? timeZone = null, MissedRuns missed = MissedRuns.RunOnce)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(cron);
        Cron = cron.Trim();
        TimeZone = timeZone ?? TimeZoneInfo.Utc;
        Missed = missed;
        try
        {
            _cron = CronExpression.Parse(Cron, Cron.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard);
        }
        catch (CronFormatException e)
        {
            throw new ArgumentException($"'{cron}' is no cron expression: {e.Message} Five fields are expected (minute, hour, day of the month, month, day of the week), such as \"0 3 * * *\", or six with the seconds first.", nameof(cron), e);
        }

        if (Next(DateTimeOffset.UnixEpoch) is null)
        {
            throw new ArgumentException($"The time of the cron expression '{cron}' never comes.", nameof(cron));
        }
    }

    /// <summary>The expression.</summary>
    public string Cron { get; }

    /// <summary>The zone whose clock is meant.</summary>
    public TimeZoneInfo TimeZone { get; }

    /// <summary>What becomes of runs whose time passed unused.</summary>
    public MissedRuns Missed { get; }

    /// <summary>How late a run may begin before it counts as missed.</summary>
    /// <value>1 minute.</value>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The first time after another; null where there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) => _cron.GetNextOccurrence(after, TimeZone);

    /// <inheritdoc />
    public override string ToString() => $"{Cron} ({TimeZone.Id})";

    /// <summary>The newest time after one and not after another.</summary>
    internal DateTimeOffset? Newest(DateTimeOffset after, DateTimeOffset until)
    {
        // Backwards in growing steps: a host that was down for a year does not count its seconds.
        for (TimeSpan back = TimeSpan.FromMinutes(1); ; back *= 8)
        {
            DateTimeOffset from = until - after > back ? until - back : after;
            DateTimeOffset? newest = null;
            foreach (DateTimeOffset at in _cron.GetOccurrences(from, until, TimeZone, fromInclusive: false, toInclusive: true))
            {
                newest = at;
            }

            if (newest is not null || from == after)
            {
                return newest;
            }
        }
    }

    /// <summary>How many times there are after one and not after another, 10,000 at most.</summary>
    internal int Count(DateTimeOffset after, DateTimeOffset until) => _cron.GetOccurrences(after, until, TimeZone, fromInclusive: false, toInclusive: true).Take(MostCounted).Count();
}
