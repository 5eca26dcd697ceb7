using System.Text;
using AiInfra.Metrics.Statistics;
using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Text;

/// <summary>Perplexity exp(-sum of log-likelihoods / sum of units), and bits a byte, of texts that a language model has scored. Sums are divided, not averaged: long texts weigh more, as in lm-evaluation-harness. It streams and merges.</summary>
/// <remarks>A log-likelihood of minus infinity (a token the model holds impossible) makes the perplexity infinite, and counts as undefined.</remarks>
public sealed class Perplexity : ScoredMetric
{
    private readonly LikelihoodUnit _unit;
    private readonly bool _bits;
    private readonly List<(double LogLikelihood, double Units)> _texts = [];
    private double _sum;
    private double _units;
    private long _impossible;

    /// <summary>Makes the metric.</summary>
    /// <param name="unit">What perplexity is per.</param>
    public Perplexity(LikelihoodUnit unit = LikelihoodUnit.Token)
        : this(unit, false)
    {
    }

    private Perplexity(LikelihoodUnit unit, bool bits)
        : base(bits ? "bitsPerByte" : unit switch { LikelihoodUnit.Token => "perplexity", LikelihoodUnit.Word => "wordPerplexity", _ => "bytePerplexity" }, false, "aggregation:sum/sum") =>
        (_unit, _bits) = (unit, bits);

    /// <inheritdoc />
    public override string Family => "Texts";

    /// <summary>Texts added.</summary>
    public override long Count => _texts.Count;

    /// <summary>The value of every text by itself, and the value over texts drawn again; null of nothing.</summary>
    public override Evidence? Evidence => Count == 0 ? null : new("texts", [.. _texts.Select(t => Value(t.LogLikelihood, t.Units))]) { Resampled = Resampled };

    /// <summary>Bits a byte: the log-likelihood in bits over bytes of UTF-8, the figure that models with different tokenizers are compared by.</summary>
    public static Perplexity BitsPerByte() => new(LikelihoodUnit.Byte, true);

    /// <summary>The perplexity per token of one text.</summary>
    /// <param name="logLikelihoods">Log-likelihoods of its tokens, in nats.</param>
    /// <exception cref="ArgumentException">There is no token, or one is not a number of 0 or less; the message names the first index.</exception>
    public static double Of(ReadOnlySpan<double> logLikelihoods)
    {
        double sum = 0;
        for (int i = 0; i < logLikelihoods.Length; i++)
        {
            if (!(logLikelihoods[i] <= 0))
            {
                throw new ArgumentException($"logLikelihoods[{i}] is {logLikelihoods[i]}; the logarithm of a probability is 0 or less.", nameof(logLikelihoods));
            }

            sum += logLikelihoods[i];
        }

        return logLikelihoods.IsEmpty ? throw new ArgumentException("There is no token.", nameof(logLikelihoods)) : Math.Exp(-sum / logLikelihoods.Length);
    }

    /// <summary>Words as lm-evaluation-harness counts them: runs of white space plus one, also at the ends and in an empty text.</summary>
    public static int Words(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int words = 1;
        for (int i = 0; i < text.Length; i++)
        {
            words += TextRules.IsSpace(text[i]) && (i == 0 || !TextRules.IsSpace(text[i - 1])) ? 1 : 0;
        }

        return words;
    }

    /// <summary>Adds a text whose words or bytes are counted here.</summary>
    /// <param name="logLikelihood">Log-likelihood of the whole text, in nats.</param>
    /// <param name="text">The text that was scored.</param>
    /// <exception cref="InvalidOperationException">The metric is per token, which only the model's tokenizer can count.</exception>
    /// <exception cref="ArgumentException">The log-likelihood is not a number of 0 or less, or the text is empty or has half a surrogate pair.</exception>
    public void Add(double logLikelihood, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (_unit == LikelihoodUnit.Token)
        {
            throw new InvalidOperationException("Perplexity per token needs the number of tokens; give it instead of the text.");
        }

        TextGuard.Whole(text, nameof(text), nameof(text), $"Text {Count}: ");
        Add(logLikelihood, _unit == LikelihoodUnit.Word ? Words(text) : Encoding.UTF8.GetByteCount(text));
    }

    /// <summary>Adds a text whose units were counted.</summary>
    /// <param name="logLikelihood">Log-likelihood of the whole text, in nats.</param>
    /// <param name="units">Its tokens, words or bytes, 1 or more.</param>
    /// <exception cref="ArgumentException">The log-likelihood is not a number of 0 or less, or there is no unit; the message names the text.</exception>
    public void Add(double logLikelihood, long units)
    {
        if (!(logLikelihood <= 0))
        {
            throw new ArgumentException($"The log-likelihood of text {Count} is {logLikelihood}; the logarithm of a probability is 0 or less.", nameof(logLikelihood));
        }

        if (units < 1)
        {
            throw new ArgumentException($"Text {Count} has {units} {_unit.ToString().ToLowerInvariant()}s; 1 or more are needed.", nameof(units));
        }

        _texts.Add((logLikelihood, units));
        _sum += logLikelihood;
        _units += units;
        _impossible += double.IsInfinity(logLikelihood) ? 1 : 0;
    }

    /// <summary>Adds what another of the same signature has seen.</summary>
    /// <exception cref="ArgumentException">The other has another signature.</exception>
    public void Merge(Perplexity other)
    {
        CheckMerge(other);
        _texts.AddRange(other._texts);
        _sum += other._sum;
        _units += other._units;
        _impossible += other._impossible;
    }

    /// <inheritdoc />
    public override Perplexity New() => new(_unit, _bits);

    /// <summary>The score so far, without an interval, which no formula gives. Of nothing at all it is NaN with a count of 0.</summary>
    /// <param name="confidence">Not used; <see cref="Result(BootstrapOptions)"/> and <see cref="ScoredExtensions.WithInterval"/> give an interval.</param>
    public override Score Result(double confidence = 0.95) => Scored(Count == 0 ? double.NaN : Value(_sum, _units), undefined: _impossible);

    /// <summary>The score with the percentile interval over resampled texts.</summary>
    /// <param name="bootstrap">How to resample.</param>
    public Score Result(BootstrapOptions bootstrap)
    {
        ArgumentNullException.ThrowIfNull(bootstrap);
        return Count > 0 && Bootstrap.Percentile(_texts.Count, Resampled, bootstrap) is { IsMostlyUndefined: false } drawn ? Result() with { Interval = drawn.Interval } : Result();
    }

    private double Value(double sum, double units) => _bits ? -sum / units / Math.Log(2) : Math.Exp(-sum / units);

    private double Resampled(ReadOnlySpan<int> texts)
    {
        double sum = 0, units = 0;
        foreach (int text in texts)
        {
            sum += _texts[text].LogLikelihood;
            units += _texts[text].Units;
        }

        return Value(sum, units);
    }
}
