namespace AiInfra.Metrics.Text;

/// <summary>What an edit edits.</summary>
public enum TextUnit
{
    /// <summary>Words between spaces.</summary>
    Word,

    /// <summary>Unicode code points, as Python counts characters.</summary>
    CodePoint,

    /// <summary>Grapheme clusters: what a reader takes for one character, an accent or an emoji's skin tone included.</summary>
    Grapheme,
}
