using System.Text;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion.JsonLines;

/// <summary>Gathers the properties of the sample and what their values are.</summary>
internal sealed class JsonKinds
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, ValueKind> _kinds = new(StringComparer.Ordinal);

    public void Add(string name, Value value)
    {
        if (!_kinds.TryGetValue(name, out ValueKind known))
        {
            _names.Add(name);
        }

        ValueKind kind = value.Kind == ValueKind.Text && CellParser.TryInstant(Encoding.UTF8.GetBytes(value.AsText()!), out _) ? ValueKind.Instant : value.Kind;
        _kinds[name] = known == ValueKind.Missing ? kind
            : kind == ValueKind.Missing || kind == known ? known
            : ValueKind.Text;
    }

    public RowSchema Decide(Func<string, ValueKind?> given) =>
        new(_names.Select(n => new Column(n, given(n) ?? (_kinds[n] == ValueKind.Missing ? ValueKind.Text : _kinds[n]))));
}
