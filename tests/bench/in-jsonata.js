// Reference B: the same mapping in jsonata, as an integration tool's user writes it. It knows binary doubles
// alone and `$round` goes half to even, so cents may differ where ours and Xero's do not; it validates nothing.

import jsonata from "jsonata";

const TEXT = `(
  $deal := deal.data;
  $half := function($x, $places) {( $p := $power(10, $places); $floor($x * $p + 0.5 + 1e-9) / $p )};
  $details := productDetails.data{ $string(id): $ };
  $rows := products.data[is_enabled].(
    $full := item_price * quantity;
    $off := discount = 0 ? 0 : discount_type = "percentage" ? $full * discount / 100
      : $half($full - discount, 2) = sum ? discount : discount * quantity;
    { "row": $, "full": $full, "off": $off, "net": $half($full - $off, 2) }
  );
  $base := $sum($rows.net);
  $total := $half($sum(discounts.data.(type = "percentage" ? $base * amount / 100 : amount)), 2);
  $shares := $rows#$i.( $exact := $total * 100 * net / $base; { "i": $i, "id": row.id, "share": $floor($exact), "rest": $exact - $floor($exact) } );
  $left := $round($total * 100 - $sum($shares.share));
  $lucky := $sort($shares, function($a, $b) { $a.rest < $b.rest or ($a.rest = $b.rest and $a.id > $b.id) })[[0..$left - 1]].i;
  $region := $lookup($regions, $string($lookup($deal.custom_fields, $settings.region)));
  $made := $rows#$i.(
    $share := ($shares[$i].share + ($i in $lucky ? 1 : 0)) / 100;
    $billed := $half(net - $share, 2);
    $rate := $half((full - $billed) * 100 / full, 2);
    $fits := function($r) { $half(full * (100 - $r) / 100, 2) = $billed and $half(row.item_price, 4) = row.item_price };
    $plain := off = 0 and $share = 0 and $fits(0);
    $rated := $not($plain) and $rate > 0 and $rate < 100 and $fits($rate);
    $product := $lookup($details, $string(row.product_id));
    $tax := $half($billed * row.tax / 100, 2);
    $own := off = 0 ? "" : row.discount_type = "percentage" ? ", less " & $string(row.discount) & " %" : ", less " & $formatNumber(off, "0.00");
    $note := " (" & $string(row.quantity) & " × " & $string(row.item_price) & $own & ($share = 0 ? "" : ", less " & $formatNumber($share, "0.00") & " of the deal's discount") & ")";
    { "line": $merge([
        { "Description": row.name & ($plain or $rated ? "" : $note),
          "Quantity": $plain or $rated ? row.quantity : 1,
          "UnitAmount": $plain or $rated ? row.item_price : $billed },
        $rated ? { "DiscountRate": $rate } : {},
        $product.code in $settings.items ? { "ItemCode": $product.code } : {},
        { "AccountCode": $product.code in $keys($settings.accountByCode) ? $lookup($settings.accountByCode, $product.code)
            : $product.category in $keys($settings.accountByCategory) ? $lookup($settings.accountByCategory, $product.category)
            : $settings.account,
          "TaxType": $lookup($settings.taxTypeByRate, $string(row.tax)),
          "Tracking": [{ "Name": "Region", "Option": $region }] } ]),
      "totals": { "lineAmount": $billed, "taxAmount": $tax, "discount": $rated ? $half(full, 2) - $billed : 0 } }
  );
  { "body": {
      "Type": "ACCREC", "Status": $settings.status, "Contact": { "ContactID": contact }, "Date": localDates.today,
      "DueDate": $substring($fromMillis($toMillis(localDates.today) + $settings.dueAfterDays * 86400000), 0, 10),
      "Reference": $lookup($deal.custom_fields, $settings.purchaseOrder) & " | PD-" & $string($deal.id),
      "BrandingThemeID": $settings.brandingTheme, "Url": $settings.dealUrl & $string($deal.id),
      "CurrencyCode": $deal.currency, "LineAmountTypes": "Exclusive", "LineItems": [$made.line] },
    "totals": {
      "lines": [$made.totals], "subTotal": $sum($made.totals.lineAmount), "totalTax": $sum($made.totals.taxAmount),
      "total": $sum($made.totals.(lineAmount + taxAmount)), "totalDiscount": $sum($made.totals.discount), "currency": $deal.currency } }
)`;

/** Makes the mapping from its settings; it takes a deal with its parts, and answers with a promise. */
export function inJsonata(settings) {
  const expression = jsonata(TEXT);
  const object = (value) => (value instanceof Map ? Object.fromEntries(value) : value instanceof Set ? [...value] : value);
  const plain = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, object(value)]));
  return (deal) => expression.evaluate(deal, { settings: plain, regions: plain.regions });
}
