using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Text.Matching;

/// <summary>The tokens of a text, as a whole and line by line.</summary>
internal sealed class TokenLines
{
    private readonly IntBuffer _whole = new();
    private readonly IntBuffer _tokens = new();
    private readonly IntBuffer _ends = new();

    public ReadOnlySpan<int> Whole => _whole.Items;

    /// <summary>The tokens of all lines.</summary>
    public ReadOnlySpan<int> LineTokens => _tokens.Items;

    public int Lines => _ends.Count;

    public bool IsEmpty => _whole.Count + _tokens.Count == 0;

    public ReadOnlySpan<int> Line(int index) => _tokens.Items[(index == 0 ? 0 : _ends.Items[index - 1]).._ends.Items[index]];

    public void Read(string text, ITextTokenizer tokenizer, TokenInterner interner, bool whole, bool lines)
    {
        _whole.Clear();
        _tokens.Clear();
        _ends.Clear();
        if (whole)
        {
            interner.Read(tokenizer.Tokenize(text), _whole);
        }

        if (lines)
        {
            foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                interner.Read(tokenizer.Tokenize(line), _tokens);
                _ends.Add(_tokens.Count);
            }
        }
    }
}
