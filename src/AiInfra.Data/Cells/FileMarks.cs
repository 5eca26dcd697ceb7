namespace AiInfra.Data.Cells;

/// <summary>What all columns of a file together say of point and comma.</summary>
internal sealed class FileMarks
{
    private const double Most = 0.9;

    private readonly NumberMarks? _given;
    private readonly bool _comma;
    private readonly long _point;
    private readonly long _decimalComma;

    /// <summary>Weighs the columns.</summary>
    /// <param name="given">What the options say.</param>
    /// <param name="commaParts">Whether the comma parts the fields: numbers with a decimal comma are not to be expected then.</param>
    /// <param name="columns">The columns.</param>
    public FileMarks(NumberMarks? given, bool commaParts, IReadOnlyList<KindEvidence> columns)
    {
        _given = given;
        _comma = commaParts;
        foreach (KindEvidence column in columns.Where(c => c.Numbers + c.CommaHints >= Most * c.Present))
        {
            _point += column.PointOnly;
            _decimalComma += column.CommaOnly + column.CommaHints;
        }
    }

    /// <summary>What point and comma mean in a column: what its own cells say, else the other columns, else the delimiter.</summary>
    public NumberMarks Of(KindEvidence column) =>
        _given is { } given ? given
        : column.PointOnly + column.CommaOnly > 0 ? Larger(column.PointOnly, column.CommaOnly)
        : _comma ? (_point >= _decimalComma ? NumberMarks.Point : NumberMarks.Undecided)
        : _point > 0 && _decimalComma > 0 ? NumberMarks.Undecided
        : Larger(_point, _decimalComma);

    private static NumberMarks Larger(long point, long comma) => point > comma ? NumberMarks.Point : comma > point ? NumberMarks.Comma : NumberMarks.Undecided;
}
