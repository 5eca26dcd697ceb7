namespace AiInfra.Metrics.Text.Tokens;

internal sealed class NoTokenizer : ITextTokenizer
{
    public string Name => "none";

    public string Tokenize(string text) => text;
}
