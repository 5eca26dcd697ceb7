using System.Globalization;

namespace AiInfra.Metrics.Text;

/// <summary>How chrF is computed. The defaults are chrF2 of sacrebleu; a <see cref="WordOrder"/> of 2 makes it chrF++.</summary>
public sealed record ChrFOptions
{
    /// <summary>chrF++: characters up to 6 and words up to 2 (Popović 2017).</summary>
    public static ChrFOptions PlusPlus => new() { WordOrder = 2 };

    /// <summary>Longest n-gram of code points.</summary>
    /// <value>Default 6.</value>
    public int CharacterOrder { get; init; } = 6;

    /// <summary>Longest n-gram of words.</summary>
    /// <value>Default 0: none.</value>
    public int WordOrder { get; init; }

    /// <summary>How many times recall counts as much as precision.</summary>
    /// <value>Default 2.</value>
    public double Beta { get; init; } = 2;

    /// <summary>Whether case is ignored.</summary>
    /// <value>Default false.</value>
    public bool Lowercase { get; init; }

    /// <summary>Whether white space is part of the n-grams.</summary>
    /// <value>Default false.</value>
    public bool Whitespace { get; init; }

    /// <summary>Smoothing of chrF++.py, Moses and NLTK: one F an order, a missing side counts as 1e-16, and all orders are averaged. Otherwise precision and recall are averaged over the orders that both sides have, and then F is taken.</summary>
    /// <value>Default false.</value>
    public bool EpsilonSmoothing { get; init; }

    internal int Orders => CharacterOrder + WordOrder;

    internal string Signature => string.Create(CultureInfo.InvariantCulture, $"case:{(Lowercase ? "lc" : "mixed")}|eff:{(EpsilonSmoothing ? "no" : "yes")}|nc:{CharacterOrder}|nw:{WordOrder}|space:{(Whitespace ? "yes" : "no")}|beta:{Beta}");

    internal ChrFOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(CharacterOrder, "options.CharacterOrder");
        ArgumentOutOfRangeException.ThrowIfNegative(WordOrder, "options.WordOrder");
        ArgumentOutOfRangeException.ThrowIfLessThan(Orders, 1, "options.CharacterOrder");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Orders, 64, "options.CharacterOrder");
        if (!(Beta > 0 && double.IsFinite(Beta)))
        {
            throw new ArgumentOutOfRangeException("options.Beta", Beta, "Beta is a finite number above 0.");
        }

        return this;
    }
}
