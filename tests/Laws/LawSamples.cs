using CsCheck;

namespace AiInfra.Laws;

/// <summary>Samples as users bring them: with ties, constant, of any size of number, with one number far from the others.</summary>
internal static class LawSamples
{
    public static readonly Gen<double> Tied = Gen.Int[-3, 3].Select(i => (double)i);

    public static readonly Gen<double> Decimal = Gen.Int[-30, 30].Select(i => i / 10.0);

    public static readonly Gen<double> Far = Gen.Double[-1, 1].Select(x => 1e9 + x);

    public static readonly Gen<double> Mixed = Gen.Select(Gen.Double[-9, 9], Gen.Int[-12, 12]).Select((x, e) => x * Math.Pow(10, e));

    public static readonly Gen<double> Number = Gen.OneOf(Tied, Decimal, Far, Mixed);

    /// <summary>Powers of two: units that change no digit.</summary>
    public static readonly Gen<int> Unit = Gen.Int[-850, 850];

    /// <summary>Two samples of one kind of number.</summary>
    public static Gen<(double[], double[])> Two(int least, int most) => Gen.OneOf(
        Pair(Tied, least, most), Pair(Decimal, least, most), Pair(Far, least, most), Pair(Mixed, least, most), Pair(Number, least, most));

    /// <summary>Two columns of the same rows.</summary>
    public static Gen<(double[], double[])> Paired(int least, int most) => Gen.OneOf(Tied, Decimal, Far, Mixed, Number)
        .SelectMany(_ => Gen.OneOf(Rows(Tied, least, most), Rows(Decimal, least, most), Rows(Far, least, most), Rows(Mixed, least, most)))
        .Select(rows => (rows.Select(r => r.Item1).ToArray(), rows.Select(r => r.Item2).ToArray()));

    /// <summary>Whether numbers keep all their digits in another unit.</summary>
    public static bool Fit(int power, params double[][] numbers) => numbers.All(c => c.All(x => x == 0 || Math.Abs(Math.ScaleB(x, power)) is > 1e-290 and < 1e300));

    /// <summary>The same numbers in another order.</summary>
    public static T[] Shuffled<T>(IReadOnlyList<T> items, int seed)
    {
        T[] shuffled = [.. items];
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }

    private static Gen<(double[], double[])> Pair(Gen<double> number, int least, int most) => Gen.Select(number.Array[least, most], number.Array[least, most]);

    private static Gen<(double, double)[]> Rows(Gen<double> number, int least, int most) => Gen.Select(number, number).Array[least, most];
}
