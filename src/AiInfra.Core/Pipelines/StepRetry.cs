using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AiInfra.Core.Pipelines;

/// <summary>Tries again after longer and longer waits: <c>FirstDelay · Factor^(n-1)</c>, at most <see cref="MaxDelay"/>, shortened at random by up to <see cref="Jitter"/>.</summary>
public sealed record StepRetry : ICheckedOptions
{
    /// <summary>No second try.</summary>
    public static StepRetry None { get; } = new() { MaxAttempts = 1 };

    /// <summary>How often to try in all.</summary>
    /// <value>3.</value>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Wait after the first failure.</summary>
    /// <value>1 second.</value>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>By how much each wait is longer than the one before.</summary>
    /// <value>2.</value>
    public double Factor { get; init; } = 2;

    /// <summary>The longest wait.</summary>
    /// <value>1 minute.</value>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Share of a wait that chance may take away, 0 to 1, so that workers don't try in step.</summary>
    /// <value>0.5.</value>
    public double Jitter { get; init; } = 0.5;

    /// <summary>Which errors are worth another try.</summary>
    /// <value>All.</value>
    public Func<Exception, bool> IsWorthIt { get; init; } = static _ => true;

    /// <summary>The wait after a failed attempt. The same seed, step and attempt give the same wait.</summary>
    /// <param name="attempt">1 for the first.</param>
    /// <param name="step">What is tried.</param>
    /// <param name="seed">Seed of the jitter.</param>
    public TimeSpan DelayAfter(int attempt, string step, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        double full = Math.Min(MaxDelay.TotalSeconds, FirstDelay.TotalSeconds * Math.Pow(Factor, attempt - 1));
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}\n{step}\n{attempt}")), hash);
        double chance = BinaryPrimitives.ReadUInt32LittleEndian(hash) / (double)uint.MaxValue;
        return TimeSpan.FromSeconds(full * (1 - (Jitter * chance)));
    }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(MaxAttempts, 1)
        .AtLeast(FirstDelay, TimeSpan.Zero)
        .AtLeast(MaxDelay, TimeSpan.Zero)
        .AtLeast(Factor, 1)
        .Between(Jitter, 0, 1)
        .Set(IsWorthIt);
}
