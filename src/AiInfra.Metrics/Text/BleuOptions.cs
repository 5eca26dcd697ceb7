using System.Globalization;
using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Text;

/// <summary>How BLEU is computed. The defaults are those of WMT and sacrebleu.</summary>
public sealed record BleuOptions
{
    /// <summary>Cuts texts into tokens.</summary>
    /// <value>Default 13a.</value>
    public ITextTokenizer Tokenizer { get; init; } = TextTokenizer.V13a;

    /// <summary>What stands for a precision of zero.</summary>
    /// <value>Default exponential.</value>
    public BleuSmoothing Smoothing { get; init; } = BleuSmoothing.Exponential;

    /// <summary>The number that floor and add-k take.</summary>
    /// <value>Default null: 0.1 for floor, 1 for add-k.</value>
    public double? SmoothingValue { get; init; }

    /// <summary>Longest n-gram.</summary>
    /// <value>Default 4.</value>
    public int MaxOrder { get; init; } = 4;

    /// <summary>Whether orders that no hypothesis is long enough for are left out of the mean.</summary>
    /// <value>Default false for a corpus; <see cref="Bleu.Sentence"/> always does.</value>
    public bool EffectiveOrder { get; init; }

    /// <summary>Whether case is ignored.</summary>
    /// <value>Default false.</value>
    public bool Lowercase { get; init; }

    internal double SmoothingNumber => SmoothingValue ?? (Smoothing == BleuSmoothing.AddK ? 1 : 0.1);

    internal string Signature => string.Create(CultureInfo.InvariantCulture, $"tok:{Tokenizer.Name}|smooth:{SmoothingName}|eff:{(EffectiveOrder ? "yes" : "no")}|case:{(Lowercase ? "lc" : "mixed")}|order:{MaxOrder}");

    private string SmoothingName => Smoothing switch
    {
        BleuSmoothing.Exponential => "exp",
        BleuSmoothing.None => "none",
        BleuSmoothing.Floor => string.Create(CultureInfo.InvariantCulture, $"floor[{SmoothingNumber}]"),
        _ => string.Create(CultureInfo.InvariantCulture, $"add-k[{SmoothingNumber}]"),
    };

    internal BleuOptions Checked()
    {
        ArgumentNullException.ThrowIfNull(Tokenizer, "options.Tokenizer");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxOrder, 1, "options.MaxOrder");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxOrder, 64, "options.MaxOrder");
        if (SmoothingValue is { } value && !(value >= 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException("options.SmoothingValue", value, "A smoothing value is a finite number, zero or more.");
        }

        return this;
    }
}
