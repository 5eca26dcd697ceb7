namespace AiInfra.Metrics.Text.Tokens;

/// <summary>A buffer of characters that grows and is used again.</summary>
internal sealed class TextBuffer
{
    private char[] _chars = new char[512];

    public int Length { get; private set; }

    public ReadOnlySpan<char> Text => _chars.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Append(char c)
    {
        if (Length == _chars.Length)
        {
            Grow(1);
        }

        _chars[Length++] = c;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        if (Length + text.Length > _chars.Length)
        {
            Grow(text.Length);
        }

        text.CopyTo(_chars.AsSpan(Length));
        Length += text.Length;
    }

    /// <summary>Appends a character between two spaces.</summary>
    public void AppendApart(char c)
    {
        if (Length + 3 > _chars.Length)
        {
            Grow(3);
        }

        _chars[Length] = ' ';
        _chars[Length + 1] = c;
        _chars[Length + 2] = ' ';
        Length += 3;
    }

    private void Grow(int more) => Array.Resize(ref _chars, Math.Max(Length + more, 2 * _chars.Length));
}
