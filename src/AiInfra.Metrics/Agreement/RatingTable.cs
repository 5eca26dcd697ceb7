using System.Runtime.InteropServices;

namespace AiInfra.Metrics.Agreement;

/// <summary>Who rated what how: ratings by item, any of them missing. Checked when made, immutable afterwards.</summary>
public sealed class RatingTable
{
    private readonly int[] _starts;
    private readonly int[] _codes;
    private readonly double[] _scale;

    private RatingTable(int[] starts, int[] codes, double[] scale, bool isNumeric)
    {
        (_starts, _codes, _scale, IsNumeric) = (starts, codes, scale, isNumeric);
        for (int item = 0; item < Items; item++)
        {
            PairableItems += Of(item).Length >= 2 ? 1 : 0;
        }
    }

    /// <summary>Items, those that nobody rated included.</summary>
    public int Items => _starts.Length - 1;

    /// <summary>Items with two ratings or more; only these say something of agreement.</summary>
    public int PairableItems { get; }

    /// <summary>Ratings given.</summary>
    public int Ratings => _codes.Length;

    /// <summary>Categories: of the scale where it was given, otherwise those that were used.</summary>
    public int Categories => _scale.Length;

    /// <summary>Whether the ratings are numbers, whose differences mean something.</summary>
    public bool IsNumeric { get; }

    /// <summary>The numbers behind the categories, ascending; of labels their positions.</summary>
    internal ReadOnlySpan<double> Scale => _scale;

    /// <summary>A table of numbers.</summary>
    /// <param name="ratings">[item, rater], item by item; NaN where a rater did not rate the item.</param>
    /// <param name="raters">Ratings of each item, 1 or more.</param>
    /// <param name="scale">All numbers that may be chosen; empty for those that were. It matters for coefficients that count categories (<see cref="GwetAc1"/>, <see cref="Pabak"/>).</param>
    /// <exception cref="ArgumentException">The length is no multiple of the raters, a rating is infinite or not on the scale; the message names the first index.</exception>
    public static RatingTable OfNumbers(ReadOnlySpan<double> ratings, int raters, ReadOnlySpan<double> scale = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(raters, 1);
        if (ratings.IsEmpty || ratings.Length % raters != 0)
        {
            throw new ArgumentException($"{ratings.Length} ratings are not whole items of {raters} raters each.", nameof(ratings));
        }

        for (int i = 0; i < ratings.Length; i++)
        {
            if (double.IsInfinity(ratings[i]))
            {
                throw new ArgumentException($"ratings[{i}] is {ratings[i]}; a rating is a finite number, or NaN where it is missing.", nameof(ratings));
            }
        }

        var coding = new NumberCoding(ratings, scale);
        var starts = new int[(ratings.Length / raters) + 1];
        var codes = new int[ratings.Length];
        int used = 0;
        for (int item = 0; item < starts.Length - 1; item++)
        {
            for (int i = item * raters; i < (item + 1) * raters; i++)
            {
                if (!double.IsNaN(ratings[i]))
                {
                    codes[used++] = coding.CodeOf(ratings[i], i);
                }
            }

            starts[item + 1] = used;
        }

        return new(starts, codes[..used], coding.Scale, isNumeric: true);
    }

    /// <summary>A table of labels.</summary>
    /// <param name="ratings">[item][rating]; null where a rater did not rate the item. Items may have different numbers of ratings.</param>
    /// <param name="scale">All labels that may be chosen, in their order where they have one (<see cref="MeasurementLevel.Ordinal"/>); null for those that were, in no order.</param>
    /// <exception cref="ArgumentException">There is no item, one is null, or a label is not on the scale; the message names the first index.</exception>
    public static RatingTable OfLabels(IReadOnlyList<IReadOnlyList<string?>> ratings, IReadOnlyList<string>? scale = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        Dictionary<string, int> known = Known(scale);
        var starts = new int[ratings.Count + 1];
        var codes = new List<int>();
        for (int item = 0; item < ratings.Count; item++)
        {
            IReadOnlyList<string?> given = ratings[item] ?? throw new ArgumentException($"ratings[{item}] is null; an item that nobody rated is an empty list.", nameof(ratings));
            for (int r = 0; r < given.Count; r++)
            {
                if (given[r] is { } label)
                {
                    codes.Add(CodeOf(label, known, scale is not null) ?? throw new ArgumentException($"ratings[{item}][{r}] is '{label}', which is not on the scale.", nameof(ratings)));
                }
            }

            starts[item + 1] = codes.Count;
        }

        return ratings.Count > 0
            ? new(starts, [.. codes], Positions(known.Count), isNumeric: false)
            : throw new ArgumentException("There is no item.", nameof(ratings));
    }

    /// <summary>A table of annotations in any order, as labelling tools export them.</summary>
    /// <param name="annotations">Who chose which label for which item; ratings of one item are taken as those of different raters.</param>
    /// <param name="scale">All labels that may be chosen, in their order where they have one; null for those that were, in no order.</param>
    /// <exception cref="ArgumentException">There is no annotation, one has no item or no label, or a label is not on the scale; the message names the first index.</exception>
    public static RatingTable OfAnnotations<TItem, TLabel>(IEnumerable<(string Rater, TItem Item, TLabel Label)> annotations, IReadOnlyList<TLabel>? scale = null)
        where TItem : notnull
        where TLabel : notnull
    {
        ArgumentNullException.ThrowIfNull(annotations);
        Dictionary<TLabel, int> known = Known(scale);
        var items = new Numbering<TItem>();
        var places = new List<int>();
        var codes = new List<int>();
        foreach ((string _, TItem item, TLabel label) in annotations)
        {
            if (item is null || label is null)
            {
                throw new ArgumentException($"Annotation {codes.Count} has no {(item is null ? "item" : "label")}; a missing rating is no annotation.", nameof(annotations));
            }

            places.Add(items.Of(item));
            codes.Add(CodeOf(label, known, scale is not null) ?? throw new ArgumentException($"The label of annotation {codes.Count} is '{label}', which is not on the scale.", nameof(annotations)));
        }

        if (codes.Count == 0)
        {
            throw new ArgumentException("There is no annotation.", nameof(annotations));
        }

        int[] starts = ByItem(CollectionsMarshal.AsSpan(places), CollectionsMarshal.AsSpan(codes), items.Count, out int[] ordered);
        return new(starts, ordered, Positions(known.Count), isNumeric: false);
    }

    /// <summary>A table of annotations whose labels are numbers.</summary>
    /// <param name="annotations">Who gave which number to which item; ratings of one item are taken as those of different raters.</param>
    /// <param name="scale">All numbers that may be chosen; empty for those that were.</param>
    /// <exception cref="ArgumentException">There is no annotation, or a number is not finite or not on the scale; the message names the first index.</exception>
    public static RatingTable OfNumberAnnotations<TItem>(IEnumerable<(string Rater, TItem Item, double Rating)> annotations, ReadOnlySpan<double> scale = default)
        where TItem : notnull
    {
        ArgumentNullException.ThrowIfNull(annotations);
        var items = new Numbering<TItem>();
        var places = new List<int>();
        var numbers = new List<double>();
        (string Rater, TItem Item, double Rating)[] given = annotations as (string, TItem, double)[] ?? [.. annotations];
        foreach ((string _, TItem item, double rating) in given)
        {
            if (!double.IsFinite(rating))
            {
                throw new ArgumentException($"The rating of annotation {numbers.Count} is {rating}; a finite number is needed, and a missing rating is no annotation.", nameof(annotations));
            }

            places.Add(items.Of(item));
            numbers.Add(rating);
        }

        if (numbers.Count == 0)
        {
            throw new ArgumentException("There is no annotation.", nameof(annotations));
        }

        ReadOnlySpan<double> all = CollectionsMarshal.AsSpan(numbers);
        var coding = new NumberCoding(all, scale);
        var codes = new int[all.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            codes[i] = coding.CodeOf(all[i], i);
        }

        int[] starts = ByItem(CollectionsMarshal.AsSpan(places), codes, items.Count, out int[] ordered);
        return new(starts, ordered, coding.Scale, isNumeric: true);
    }

    /// <summary>The categories that an item was given, as indices into the scale.</summary>
    internal ReadOnlySpan<int> Of(int item) => _codes.AsSpan(_starts[item].._starts[item + 1]);

    private static Dictionary<T, int> Known<T>(IReadOnlyList<T>? scale)
        where T : notnull
    {
        var known = new Dictionary<T, int>();
        for (int i = 0; i < (scale?.Count ?? 0); i++)
        {
            if (!known.TryAdd(scale![i], i))
            {
                throw new ArgumentException($"scale[{i}] is '{scale[i]}', which is on the scale already.", nameof(scale));
            }
        }

        return known;
    }

    private static int? CodeOf<T>(T label, Dictionary<T, int> known, bool isClosed)
        where T : notnull
    {
        if (isClosed)
        {
            return known.TryGetValue(label, out int on) ? on : null;
        }

        ref int code = ref CollectionsMarshal.GetValueRefOrAddDefault(known, label, out bool seen);
        code = seen ? code : known.Count - 1;
        return code;
    }

    private static double[] Positions(int count) => [.. Enumerable.Range(0, count).Select(i => (double)i)];

    // The codes of item after item, in the order given within each, and where each item starts.
    private static int[] ByItem(ReadOnlySpan<int> places, ReadOnlySpan<int> codes, int items, out int[] ordered)
    {
        var starts = new int[items + 1];
        foreach (int item in places)
        {
            starts[item + 1]++;
        }

        for (int item = 0; item < items; item++)
        {
            starts[item + 1] += starts[item];
        }

        int[] next = [.. starts];
        ordered = new int[codes.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            ordered[next[places[i]]++] = codes[i];
        }

        return starts;
    }

    /// <summary>Numbers items as they come. Tools mostly export the ratings of an item one after the other, so the last one is tried first.</summary>
    private sealed class Numbering<T>
        where T : notnull
    {
        private readonly Dictionary<T, int> _numbers = [];
        private T? _last;
        private int _lastNumber = -1;

        public int Count => _numbers.Count;

        public int Of(T item)
        {
            if (_lastNumber >= 0 && item.Equals(_last))
            {
                return _lastNumber;
            }

            ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, item, out bool seen);
            number = seen ? number : _numbers.Count - 1;
            (_last, _lastNumber) = (item, number);
            return number;
        }
    }
}
