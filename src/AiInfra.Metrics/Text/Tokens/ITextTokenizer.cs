namespace AiInfra.Metrics.Text.Tokens;

/// <summary>Cuts a text into tokens. Bring your own for languages that need a dictionary.</summary>
public interface ITextTokenizer
{
    /// <summary>Short name, part of a score's signature: "13a".</summary>
    string Name { get; }

    /// <summary>The tokens, with white space between them.</summary>
    string Tokenize(string text);
}
