using System.Globalization;
using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Text;

/// <summary>How METEOR is computed. The numbers are those of Lavie and Agarwal 2007.</summary>
public sealed record MeteorOptions
{
    /// <summary>Cuts texts into tokens; they are lower-cased after.</summary>
    /// <value>Default 13a.</value>
    public ITextTokenizer Tokenizer { get; init; } = TextTokenizer.V13a;

    /// <summary>Weight of precision against recall in their mean.</summary>
    /// <value>Default 0.9.</value>
    public double Alpha { get; init; } = 0.9;

    /// <summary>Exponent of the share of chunks in the penalty.</summary>
    /// <value>Default 3.</value>
    public double Beta { get; init; } = 3;

    /// <summary>Largest penalty.</summary>
    /// <value>Default 0.5.</value>
    public double Gamma { get; init; } = 0.5;

    internal string Signature => string.Create(CultureInfo.InvariantCulture, $"match:exact+stem|tok:{Tokenizer.Name}|alpha:{Alpha}|beta:{Beta}|gamma:{Gamma}");
}
