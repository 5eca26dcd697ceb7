using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace AiInfra.Serving.Runtimes;

/// <summary>Turns UTF-8 into strings and remembers those that come again, as class names do. Bounded; not thread-safe.</summary>
internal sealed class Utf8Cache
{
    private const int Most = 1024;
    private readonly Dictionary<byte[], string> _known = new(new Comparer());
    private readonly Dictionary<byte[], string>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    public Utf8Cache(IEnumerable<string> expected)
    {
        _lookup = _known.GetAlternateLookup<ReadOnlySpan<byte>>();
        foreach (string text in expected.Take(Most))
        {
            _known[Encoding.UTF8.GetBytes(text)] = text;
        }
    }

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (_lookup.TryGetValue(utf8, out string? text))
        {
            return text;
        }

        text = Encoding.UTF8.GetString(utf8);
        if (_known.Count < Most)
        {
            _known[utf8.ToArray()] = text;
        }

        return text;
    }

    private sealed class Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
