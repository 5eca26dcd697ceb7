using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Sources.JsonLines;

/// <summary>What the sample has of one property, and what kind its values are.</summary>
internal sealed class JsonProperty(string path)
{
    private long _present;
    private long _numbers;
    private long _identifiers;
    private long _booleans;
    private long _instants;
    private long _zoned;
    private long _order = -1;

    public string Path => path;

    /// <summary>Whether it is an object somewhere: then a null in its place is no value of a column.</summary>
    public bool IsGroup { get; set; }

    public bool IsColumn => _present > 0 || (_order >= 0 && !IsGroup);

    /// <summary>Takes a value of an object.</summary>
    /// <returns>False where the object has the property twice.</returns>
    public bool Add(JsonCell cell, long objectNumber)
    {
        if (_order == objectNumber)
        {
            return false;
        }

        _order = objectNumber;
        if (cell.IsMissing)
        {
            return true;
        }

        _present++;
        if (cell.IsNumber)
        {
            Value number = cell.AsNumber();
            _numbers += number.IsMissing ? 0 : 1;
            _identifiers += number.IsBeyondDouble && JsonCell.IsIdentifier(number, cell.AsText()) ? 1 : 0;
        }
        else if (cell.IsBoolean)
        {
            _booleans++;
        }
        else if (cell.TryInstant(out _))
        {
            _instants++;
            _zoned += cell.HasZone() ? 1 : 0;
        }

        return true;
    }

    /// <summary>The kind; notes say what was not plain.</summary>
    public ValueKind Decide(double tolerance, string name, List<IngestionNote> notes)
    {
        if (_present == 0)
        {
            Note(notes, IngestionNoteKind.Kinds, name, "no value in the sample, so it is text");
            return ValueKind.Text;
        }

        if (_identifiers > 0 && _numbers * 2 > _present)
        {
            Note(notes, IngestionNoteKind.Kinds, name, "numbers with more digits than a double holds: kept as text, with all of them", count: _identifiers);
            return ValueKind.Text;
        }

        (ValueKind kind, long fits) = (ValueKind.Number, _numbers);
        (kind, fits) = _booleans > fits ? (ValueKind.Boolean, _booleans) : (kind, fits);
        (kind, fits) = _instants > fits ? (ValueKind.Instant, _instants) : (kind, fits);
        long misfits = _present - fits;
        if (fits == 0 || misfits > tolerance * _present)
        {
            if (fits > 0)
            {
                Note(notes, IngestionNoteKind.Kinds, name, $"{misfits:N0} of {_present:N0} values of the sample are no {Words(kind)}, so it is text (MisfitTolerance, Kinds)", isGuess: fits * 2 > _present);
            }

            return ValueKind.Text;
        }

        if (misfits > 0)
        {
            Note(notes, IngestionNoteKind.Kinds, name, $"{misfits:N0} of {_present:N0} values of the sample are no {Words(kind)}; they do not fit (MisfitTolerance, Kinds)", isGuess: true);
        }

        if (kind == ValueKind.Instant && _zoned < _instants)
        {
            Note(notes, IngestionNoteKind.Dates, name, _zoned > 0 ? "some times say their zone, others do not: those are taken for UTC" : "times without a zone are taken for UTC", isGuess: _zoned > 0, count: _instants - _zoned);
        }

        return kind;
    }

    public static string Words(ValueKind kind) => kind.ToString().ToLowerInvariant();

    private static void Note(List<IngestionNote> notes, IngestionNoteKind kind, string name, string text, bool isGuess = false, long count = 0) =>
        notes.Add(new IngestionNote(kind, text) { Column = name, IsGuess = isGuess, Count = count });
}
