using System.Text;
using AiInfra.Data.Cells;

namespace AiInfra.Data.Sources.Csv;

/// <summary>Counts the texts of one column that were taken for no value.</summary>
internal sealed class MarkerTally
{
    private readonly List<(byte[] Marker, long Count)> _counts = [];

    public void Add(ReadOnlySpan<byte> cell)
    {
        cell = Blanks.Trim(cell);
        if (cell.IsEmpty)
        {
            return;
        }

        for (int i = 0; i < _counts.Count; i++)
        {
            if (cell.SequenceEqual(_counts[i].Marker))
            {
                _counts[i] = (_counts[i].Marker, _counts[i].Count + 1);
                return;
            }
        }

        _counts.Add((cell.ToArray(), 1));
    }

    /// <summary>The counts since the last call.</summary>
    public IEnumerable<(string Marker, long Count)> Take()
    {
        for (int i = 0; i < _counts.Count; i++)
        {
            (byte[] marker, long count) = _counts[i];
            _counts[i] = (marker, 0);
            if (count > 0)
            {
                yield return (Encoding.UTF8.GetString(marker), count);
            }
        }
    }
}
