namespace AiInfra.Training.Language;

/// <summary>How a text was continued.</summary>
/// <param name="Tokens">Its new tokens, without the prompt.</param>
/// <param name="End">Why it ends.</param>
public sealed record GeneratedText(long[] Tokens, GenerationEnd End)
{
    /// <inheritdoc />
    public override string ToString() => $"GeneratedText {{ Tokens = {Shown.List(Tokens)}, End = {End} }}";
}
