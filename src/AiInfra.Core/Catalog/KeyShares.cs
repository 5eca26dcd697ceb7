namespace AiInfra.Core.Catalog;

/// <summary>Gives the canaries of a deployment their keys. What a canary has it keeps; what it lacks it takes from the champion, what it has too much goes back there.</summary>
internal static class KeyShares
{
    // Sums of shares such as 0.1 + 0.2 + 0.7 miss 1 by rounding.
    private const double Rounding = 1e-9;

    /// <summary>The variants in order (champion, those on trial, previous), with keys and weights that agree.</summary>
    /// <exception cref="ArgumentException">Two champions or ways back, a version twice on trial, a share that is none, or shares of more than 1 together.</exception>
    public static DeploymentVariant[] Settle(IEnumerable<DeploymentVariant> variants)
    {
        DeploymentVariant[] all = [.. variants.OrderBy(v => v.Role switch { VariantRole.Champion => 0, VariantRole.Previous => 2, _ => 1 })];
        Check(all);
        var taken = new List<KeyRange>();
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = all[i].Role == VariantRole.Canary ? all[i] with { Keys = Cut(all[i]) } : all[i] with { Keys = [], Weight = 0 };
            taken.AddRange(all[i].Keys);
        }

        for (int i = 0; i < all.Length; i++)
        {
            double lacks = all[i].Role == VariantRole.Canary ? all[i].Weight - all[i].Keys.Sum(k => k.To - k.From) : 0;
            if (lacks > Rounding)
            {
                KeyRange[] more = [.. Free(taken, lacks)];
                taken.AddRange(more);
                all[i] = all[i] with { Keys = Join([.. all[i].Keys, .. more]) };
            }
        }

        if (all.Length > 0 && all[0].Role == VariantRole.Champion)
        {
            all[0] = all[0] with { Weight = Math.Max(0, 1 - all.Sum(v => v.Weight)) };
        }

        return all;
    }

    private static void Check(DeploymentVariant[] all)
    {
        foreach (VariantRole only in new[] { VariantRole.Champion, VariantRole.Previous })
        {
            if (all.Count(v => v.Role == only) > 1)
            {
                throw new ArgumentException($"A deployment has one {only.ToString().ToLowerInvariant()} version at most, not {string.Join(" and ", all.Where(v => v.Role == only).Select(v => v.Version))}.");
            }
        }

        if (all.Where(v => v.IsOnTrial).GroupBy(v => v.Version).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Version {twice.Key} is on trial twice.");
        }

        if (all.FirstOrDefault(v => v.Role == VariantRole.Canary && v.Weight is not (> 0 and <= 1)) is { } odd)
        {
            throw new ArgumentException($"The share of canary version {odd.Version} is above 0 and at most 1, not {odd.Weight}. A version that answers copies only is a shadow.");
        }

        double sum = all.Where(v => v.Role == VariantRole.Canary).Sum(v => v.Weight);
        if (sum > 1 + Rounding)
        {
            throw new ArgumentException($"The canaries would answer {sum:0.####} of all requests, more than there are: {string.Join(", ", all.Where(v => v.Role == VariantRole.Canary).Select(v => $"version {v.Version} {v.Weight:0.####}"))}.");
        }
    }

    /// <summary>The first of its keys, no more than its weight.</summary>
    private static KeyRange[] Cut(DeploymentVariant canary)
    {
        double left = canary.Weight;
        var kept = new List<KeyRange>();
        foreach (KeyRange range in canary.Keys)
        {
            double length = range.To - range.From;
            if (left <= 0)
            {
                break;
            }

            kept.Add(length <= left ? range : range with { To = range.From + left });
            left -= length;
        }

        return [.. kept];
    }

    /// <summary>So much of what nobody has, from 0 on.</summary>
    private static IEnumerable<KeyRange> Free(IEnumerable<KeyRange> taken, double lacks)
    {
        double at = 0;
        foreach (KeyRange range in taken.Append(new KeyRange(1, 1)).OrderBy(r => r.From).ToArray())
        {
            double room = Math.Min(range.From - at, lacks);
            if (room > 0)
            {
                yield return new KeyRange(at, at + room);
                lacks -= room;
            }

            if (lacks <= 0)
            {
                yield break;
            }

            at = Math.Max(at, range.To);
        }
    }

    /// <summary>In order, and in as few pieces as they are.</summary>
    private static KeyRange[] Join(IEnumerable<KeyRange> ranges)
    {
        var joined = new List<KeyRange>();
        foreach (KeyRange range in ranges.OrderBy(r => r.From))
        {
            if (joined.Count > 0 && joined[^1].To.Equals(range.From))
            {
                joined[^1] = joined[^1] with { To = range.To };
            }
            else
            {
                joined.Add(range);
            }
        }

        return [.. joined];
    }
}
