using System.Globalization;

namespace AiInfra.Serving.Deployments.Requests;

/// <summary>An id, written out only when somebody reads it: the caller's text, or "prefix-number".</summary>
internal readonly struct RequestId(string text, long number = 0) : IEquatable<RequestId>
{
    private readonly string? _text = text;
    private readonly long _number = number;

    public override string ToString()
    {
        if (_number == 0)
        {
            return _text ?? string.Empty;
        }

        Span<char> digits = stackalloc char[20];
        _number.TryFormat(digits, out int length, provider: CultureInfo.InvariantCulture);
        return string.Concat(_text, "-", digits[..length]);
    }

    public bool Equals(RequestId other) =>
        _number == other._number && ReferenceEquals(_text, other._text) || ToString() == other.ToString();

    public override bool Equals(object? obj) => obj is RequestId other && Equals(other);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}
